// SPDX-License-Identifier: Apache-2.0
#include <comity/intake.hpp>

#include "../new_file.hpp"
#include "../quoted.hpp"
#include "../words.hpp"
#include "csv_cell.hpp"
#include "mapping.hpp"
#include "row_ids.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <span>
#include <sstream>

// registry → dossiers → rows, and the mapping that reads them back: both follow the tables of members in mapping.cpp

namespace comity::inline v0 {

namespace {

using detail::member;

std::string toml_text(std::string const& text) {
    std::ostringstream out;
    out << toml::value<std::string>(text);
    return std::move(out).str();
}

/// What happened, but for erasures, which are the register's own; in the order in which import_csv will record it: by day, and of one day as recorded. That is the order of facts, before clocks that
/// stood elsewhere have their say, so that what is read back comes to the same order of facts.
std::vector<fact> in_order_of_rows(comity::dossier const& d) {
    std::vector<fact> result;
    for (auto const& f : d.facts())
        if (f.request == d.id() && f.event.kind != event_kind::erased) result.push_back(f);
    std::ranges::sort(result, {}, &fact::seq);
    for (auto const& m : d.merged())
        for (auto const& f : m.facts())
            if (f.event.kind != event_kind::filed && f.event.kind != event_kind::merged && f.event.kind != event_kind::erased) result.push_back(f);
    std::stable_sort(result.begin() + 1, result.end(), [](fact const& a, fact const& b) { return a.event.on->latest() < b.event.on->latest(); });
    return result;
}

class csv_export {
public:
    csv_export(std::ostream& out, export_options const& options, law const& law) : options_(options), law_(law), out_(out), headings_{"request", "row"} {
        add("request", detail::request_members);
        add("event", detail::event_members);
        detail::each_list([&](std::string const& name, auto const& members, auto) {
            add(name, members);
            if (name == "person" && options_.names) add("name", detail::name_members);
        });
        cells_ = headings_;
        out_ << "\uFEFF";  // without it Excel does not read UTF-8
        write_row();
    }

    std::string mapping() const {
        std::string text = "# Reads the file back that comity wrote beside this one: `import_csv`. What its keys mean stands in <comity/intake.hpp>.\n"
                           "# A request or an event that is added to the file has \"new 1\", \"new 2\" … in the place of its id, which then follows from this and from\n"
                           "# `register`: first give that a name that no other register has.\n"
                           "register    = " + toml_text(options_.register_name) + "\n"
                           "rows        = \"events\"\n"
                           "key         = [\"request\", \"row\"]\n"
                           "request_key = [\"request\"]\n"
                           "together    = true\n"
                           "parts       = \"row\"\n"
                           "formulas    = \"neutralised\"\n";
        if (options_.delimiter != ',') text += "delimiter   = " + toml_text(std::string(1, options_.delimiter)) + "\n";
        if (!options_.names) text += "withheld    = true   # names and free texts are not in the file: those in the register stay\n";
        return text + members_;
    }

    void write(comity::dossier const& d) {
        auto const& r = d.request();
        auto const id = to_string(d.id());
        auto const row = [&](std::string place, auto fill) {
            cells_.assign(headings_.size(), "");
            cells_[0] = id;
            cells_[1] = std::move(place);
            fill();
            write_row();
        };
        auto const facts = in_order_of_rows(d);
        auto const& filed = facts.front().event;
        row("request", [&] {
            put(detail::request_members, {.request = r, .options = {.known_since = filed.known_since, .source = filed.source, .note = filed.note}});
            cells_[bases_.at(&detail::event_members)] = filed.kind.name();
        });
        detail::each_list([&](std::string_view name, auto const& members, auto list) {
            auto place = detail::part_place{.list = name};
            for (auto const& part : r.*list) {
                ++place.number;
                row(text_of(place), [&] { put(members, part); });
                if constexpr (requires { part.names; })
                    for (std::size_t n = 1; options_.names && n < part.names.size(); ++n)
                        row(text_of(detail::part_place{.list = name, .number = place.number, .name = static_cast<int>(n) + 1}), [&] { put(detail::name_members, part.names[n]); });
            }
        });
        auto const ids = detail::row_ids(d);
        for (auto const& f : std::span(facts).subspan(1))
            row(to_string(ids.at({f.request, f.seq})), [&] {
                auto shown = recording{.event = f.event};
                if (!options_.names && detail::ground_in_public(law_, shown.event.ground) != shown.event.ground) shown.event.ground.clear();
                put(detail::event_members, shown);
            });
    }

private:
    template <class T> bool has_column(member<T> const& m) const { return m.get && (options_.names || !m.personal); }

    template <class T> void add(std::string const& section, std::vector<member<T>> const& members) {
        bases_.emplace(&members, headings_.size());
        members_ += "\n[" + section + "]\n";
        auto const line = [&](std::string_view name, std::string const& heading, std::string_view more) {
            ((members_ += name) += " = { column = \"" + heading + "\"") += more;
            members_ += " }\n";
        };
        if (section == "request") line("id", headings_[0], "");
        if (section == "event") line("id", headings_[1], "");
        auto const prefix = section == "request" ? std::string() : section + ".";
        for (auto const& m : members) {
            if (!has_column(m)) continue;
            headings_.push_back(prefix + std::string(m.name));
            line(m.name, headings_.back(), m.takes == member<T>::several ? ", split = \"\\n\"" : m.name == "source" ? ", or_nothing = true" : "");
        }
    }

    template <class T> void put(std::vector<member<T>> const& members, T const& value) {
        auto column = bases_.at(&members);
        for (auto const& m : members)
            if (has_column(m)) m.get(value, cells_[column++]);
    }

    void write_row() {
        constexpr std::size_t cell_max = 1'000'000, row_max = 8'000'000;  // import_csv takes a little more
        line_.clear();
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (i > 0) line_ += options_.delimiter;
            auto cell = detail::neutralised(std::move(cells_[i]));
            if (cell.size() > cell_max || line_.size() + cell.size() > row_max)
                throw unsupported("request " + cells_[0] + ": " + headings_[i] + " has " + std::to_string(cell.size()) +
                                  " bytes; a cell of CSV has at most 1 MB, and a row 8 MB: what is longer travels in an archive");
            if (!cell.empty()) line_ += detail::csv_cell(i == 0 ? cell : std::move(cell), options_.delimiter);
            if (i == 0) cells_[0] = std::move(cell);
        }
        line_ += "\r\n";
        out_ << line_;
        if (!out_) throw storage_error("the CSV file cannot be written: the disk may be full");
    }

    export_options const& options_;
    law const& law_;
    std::ostream& out_;
    std::vector<std::string> headings_;
    std::string members_{};                     ///< of the mapping
    std::map<void const*, std::size_t> bases_{};  ///< the first column of each table of members
    std::vector<std::string> cells_{};
    std::string line_{};
};

}  // namespace

std::size_t export_csv(registry const& registry, std::filesystem::path const& csv, std::filesystem::path const& mapping, export_options const& options, progress const& tell) {
    detail::parse_delimiter(std::string_view(&options.delimiter, 1));
    detail::check_register_name(options.register_name);
    if (csv == mapping) throw bad_input(detail::quoted_path(csv.string()) + " cannot be both the CSV file and its mapping; name two files");
    detail::new_file rows(csv), reader(mapping);
    csv_export to(rows.out, options, registry.law());
    reader.out << to.mapping();
    std::size_t done = 0;
    registry.each(options.of, [&](comity::dossier const& d) {
        to.write(d);
        ++done;
    }, options.known_on, tell);
    rows.finish();
    reader.finish();
    rows.keep(), reader.keep();
    return done;
}

}  // namespace comity::v0
