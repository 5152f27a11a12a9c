// SPDX-License-Identifier: Apache-2.0
#include <comity/published.hpp>

#include "csv_file.hpp"
#include "digest.hpp"
#include "quoted.hpp"
#include "toml_rows.hpp"
#include "words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>

namespace comity::inline v0 {

namespace {

using namespace detail;

/// A column that the file names, by its place in the heading.
struct named_column {
    std::string name;
    std::size_t index;
};

/// Which rows are meant.
struct row_filter {
    std::optional<named_column> column{};
    std::string starts_with{};
    bool matches(csv_row const& row) const { return !column || row.fields[column->index].starts_with(starts_with); }
};

/// Reads what is to be checked, column by column against the heading.
class what_to_check {
public:
    explicit what_to_check(csv_file const& csv) : csv_(csv) {}

    named_column column(toml_row& in, std::string_view key) { return find(in, key, in.text(key)); }
    std::vector<named_column> columns(toml_row& in, std::string_view key, bool required) {
        std::vector<named_column> result;
        for (auto const& name : in.texts(key)) result.push_back(find(in, key, name));
        if (required && result.empty()) throw in.problem(key, "is missing; write the names of columns");
        return result;
    }
    row_filter rows(toml_row& in) {
        auto table = in.table("rows");
        if (!table) return {};
        auto result = row_filter{.column = column(*table, "column"), .starts_with = table->text("starts_with")};
        table->finish();
        return result;
    }

private:
    named_column find(toml_row& in, std::string_view key, std::string const& name) const {
        auto const found = std::ranges::find(csv_.heading(), name);
        if (found == csv_.heading().end()) throw in.problem(key, detail::quoted(name) + " is no column of " + csv_.name() + "; it has " + csv_.columns());
        return {name, static_cast<std::size_t>(found - csv_.heading().begin())};
    }

    csv_file const& csv_;
};

/// The cells of a row as numbers.
class number_reader {
public:
    number_reader(std::string file, std::set<std::string, std::less<>> missing, std::string thousands) : file_(std::move(file)), missing_(std::move(missing)), thousands_(std::move(thousands)) {}

    /// None where nothing was published.
    std::optional<double> number(csv_row const& row, named_column const& c) const {
        auto const& cell = row.fields[c.index];
        if (missing_.contains(cell)) return {};
        auto digits = cell;
        if (!thousands_.empty()) std::erase(digits, thousands_[0]);
        double value = 0;
        auto const [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
        if (problem != std::errc() || end != digits.data() + digits.size() || !(value >= 0 && value < 1e15))
            throw bad_input(file_ + ", row " + std::to_string(row.row) + ", " + c.name + ": " + detail::quoted(cell) + " is not a number; write digits, or what `missing` lists");
        return value;
    }
    /// A count; none where nothing was published.
    std::optional<std::int64_t> count(csv_row const& row, named_column const& c) const {
        auto const value = number(row, c);
        if (!value) return {};
        if (*value != std::floor(*value)) throw bad_input(file_ + ", row " + std::to_string(row.row) + ", " + c.name + ": " + detail::quoted(row.fields[c.index]) + " is no count; a count is a whole number");
        return static_cast<std::int64_t>(*value);
    }
    /// All of them, or none where one is missing.
    std::optional<std::vector<std::int64_t>> counts(csv_row const& row, std::vector<named_column> const& columns) const {
        std::vector<std::int64_t> result;
        for (auto const& c : columns) {
            auto const n = count(row, c);
            if (!n) return {};
            result.push_back(*n);
        }
        return result;
    }

private:
    std::string file_;
    std::set<std::string, std::less<>> missing_;
    std::string thousands_;
};

std::string listed(std::vector<named_column> const& columns, std::string_view between) {
    std::string text;
    for (auto const& c : columns) (text += text.empty() ? "" : between) += words(c.name);
    return text;
}

column of(std::string name, column_type type) {
    auto heading = words(name);
    return {.name = std::move(name), .heading = std::move(heading), .type = type};
}

std::vector<cell> texts(csv_row const& row, std::vector<named_column> const& columns) {
    std::vector<cell> cells;
    for (auto const& c : columns) cells.push_back(row.fields[c.index]);
    return cells;
}

template <class T> void add(std::vector<cell>& to, std::vector<T> const& values) { to.insert(to.end(), values.begin(), values.end()); }

std::string rows_of(std::size_t n) { return std::to_string(n) + (n == 1 ? " row" : " rows"); }

/// Why some rows are not in a table.
void note_missing(table& t, std::size_t checked, std::size_t missing) {
    t.notes.push_back(rows_of(checked) + " checked" + (missing ? "; " + rows_of(missing) + " left out, in which a number was not published." : "."));
}

/// A column that ought to be the sum of others.
class sum_check {
public:
    sum_check(what_to_check& what, toml_row& row, std::vector<named_column> const& key) : key_(key), total_(what.column(row, "total")), parts_(what.columns(row, "parts", true)), rows_(what.rows(row)) {
        auto const name = row.text("name");
        row.finish();
        table_ = {.name = "sum-" + name, .title = "Rows in which " + words(total_.name) + " is not " + listed(parts_, " + ")};
        table_.definition = "Rows of the table as published in which the parts come to another number than the total. What is off, a part or the total, it does not tell.";
        table_.if_empty = "All rows add up.";
        for (auto const& c : key_) table_.columns.push_back(of(c.name, column_type::text));
        for (auto const& c : parts_) table_.columns.push_back(of(c.name, column_type::integer));
        table_.columns.push_back(of(total_.name, column_type::integer)), table_.columns.push_back(of("sum_of_parts", column_type::integer)), table_.columns.push_back(of("difference", column_type::integer));
    }
    void take(csv_row const& row, number_reader const& read) {
        if (!rows_.matches(row)) return;
        auto const parts = read.counts(row, parts_);
        auto const total = read.count(row, total_);
        if (!parts || !total) {
            ++missing_;
            return;
        }
        ++checked_;
        auto const sum = std::accumulate(parts->begin(), parts->end(), std::int64_t{0});
        if (sum == *total) return;
        auto cells = texts(row, key_);
        add(cells, *parts), add(cells, std::vector{*total, sum, sum - *total});
        table_.rows.push_back(std::move(cells));
    }
    void put(std::vector<table>& tables) {
        note_missing(table_, checked_, missing_);
        tables.push_back(std::move(table_));
    }

private:
    std::vector<named_column> key_;
    named_column total_;
    std::vector<named_column> parts_;
    row_filter rows_;
    table table_{};
    std::size_t checked_ = 0, missing_ = 0;
};

/// A share counted anew.
class share_check {
public:
    share_check(what_to_check& what, toml_row& row, std::vector<named_column> const& key)
        : key_(key), of_(what.columns(row, "of", true)), in_(what.column(row, "in")), by_(what.columns(row, "by", false)), rows_(what.rows(row)), within_(row.optional_real("within").value_or(0.5)) {
        if (!(within_ >= 0 && within_ <= 100)) throw row.problem("within", "is in points of a per cent; write 0 to 100");
        if (row.find("published")) published_ = what.column(row, "published");
        auto const name = row.text("name");
        row.finish();
        auto const share = listed(of_, " + ") + " in " + words(in_.name);
        anew_ = {.name = "share-" + name, .title = "Share of " + share};
        anew_.definition = "The numbers of the rows as published, added up, and their share in per cent: not the mean of the shares of the rows.";
        for (auto const& c : by_) anew_.columns.push_back(of(c.name, column_type::text));
        anew_.columns.push_back(of("rows", column_type::integer));
        for (auto const& c : of_) anew_.columns.push_back(of(c.name, column_type::integer));
        anew_.columns.push_back(of(in_.name, column_type::integer)), anew_.columns.push_back(of("share_percent", column_type::number));
        other_ = {.name = "share-" + name + "-differs", .title = "Rows that publish another share of " + share};
        other_.definition = "Rows in which the share as published is more than " + to_text(cell(within_)) + " points from the one that their own numbers give.";
        other_.if_empty = "All rows publish the share that their numbers give.";
        for (auto const& c : key_) other_.columns.push_back(of(c.name, column_type::text));
        for (auto const& c : of_) other_.columns.push_back(of(c.name, column_type::integer));
        other_.columns.push_back(of(in_.name, column_type::integer)), other_.columns.push_back(of("published_percent", column_type::number)), other_.columns.push_back(of("share_percent", column_type::number));
    }
    void take(csv_row const& row, number_reader const& read) {
        if (!rows_.matches(row)) return;
        auto const parts = read.counts(row, of_);
        auto const whole = read.count(row, in_);
        if (!parts || !whole) {
            ++missing_;
            return;
        }
        ++checked_;
        auto& sums = groups_.try_emplace(names(row), sums_of_group{0, std::vector<std::int64_t>(of_.size()), 0}).first->second;
        ++sums.rows, sums.whole += *whole;
        for (std::size_t i = 0; i < of_.size(); ++i) sums.parts[i] += (*parts)[i];
        if (!published_ || *whole == 0) return;
        auto const published = read.number(row, *published_);
        if (!published) return;
        ++compared_;
        auto const share = percent(*parts, *whole);
        if (std::abs(share - *published) <= within_) return;
        auto cells = texts(row, key_);
        add(cells, *parts), cells.push_back(*whole), cells.push_back(*published), cells.push_back(share);
        other_.rows.push_back(std::move(cells));
    }
    void put(std::vector<table>& tables) {
        for (auto const& [names, sums] : groups_) {
            auto cells = std::vector<cell>(names.begin(), names.end());
            cells.push_back(sums.rows), add(cells, sums.parts), cells.push_back(sums.whole), cells.push_back(sums.whole ? cell(percent(sums.parts, sums.whole)) : cell());
            anew_.rows.push_back(std::move(cells));
        }
        note_missing(anew_, checked_, missing_);
        tables.push_back(std::move(anew_));
        if (!published_) return;
        note_missing(other_, compared_, 0);
        tables.push_back(std::move(other_));
    }

private:
    struct sums_of_group {
        std::int64_t rows;
        std::vector<std::int64_t> parts;
        std::int64_t whole;
    };
    std::vector<std::string> names(csv_row const& row) const {
        std::vector<std::string> result;
        for (auto const& c : by_) result.push_back(row.fields[c.index]);
        return result;
    }
    static double percent(std::vector<std::int64_t> const& parts, std::int64_t whole) {
        return 100.0 * static_cast<double>(std::accumulate(parts.begin(), parts.end(), std::int64_t{0})) / static_cast<double>(whole);
    }

    std::vector<named_column> key_, of_;
    named_column in_;
    std::vector<named_column> by_;
    row_filter rows_;
    double within_;
    std::optional<named_column> published_{};
    table anew_{}, other_{};
    std::map<std::vector<std::string>, sums_of_group> groups_{};
    std::size_t checked_ = 0, missing_ = 0, compared_ = 0;
};

constexpr std::size_t rows_at_most = 1'000'000;

}  // namespace

published_figures check_published(std::filesystem::path const& csv_path, std::filesystem::path const& path) {
    auto const file = path.filename().string();
    auto const text = read_toml_text(path, "what is to be checked is a page");
    auto const parsed = parse_toml(file, text);
    auto row = toml_row(file, parsed);
    published_figures result{.title = row.text("title"), .source = row.text("source")};
    auto const delimiter = row.optional_text("delimiter");
    csv_file csv(csv_path, delimiter ? row.at("delimiter", [&] { return parse_delimiter(*delimiter); }) : ',');
    auto what = what_to_check(csv);
    auto const key = what.columns(row, "key", true);
    auto missing = std::set<std::string, std::less<>>{""};
    for (auto& m : row.texts("missing")) missing.insert(std::move(m));
    auto const thousands = row.optional_text("thousands").value_or("");
    if (thousands.size() > 1) throw row.problem("thousands", "is " + detail::quoted(thousands) + "; write one character");
    auto const read = number_reader(csv.name(), std::move(missing), thousands);
    std::vector<sum_check> sums;
    for (auto& one : row.rows("sums")) sums.emplace_back(what, one, key);
    std::vector<share_check> shares;
    for (auto& one : row.rows("shares")) shares.emplace_back(what, one, key);
    row.finish();
    if (sums.empty() && shares.empty()) throw bad_input(file + " checks nothing; write [[sums]] or [[shares]]");

    auto contents = digest();
    contents.add(text);
    std::map<std::vector<std::string>, std::size_t> seen;
    for (csv_row line; csv.next(line); ++result.rows) {
        auto const place = csv.name() + ", row " + std::to_string(line.row);
        if (!line.problem.empty()) throw bad_input(place + ": " + line.problem);
        if (result.rows == rows_at_most) throw bad_input(place + ": more than " + std::to_string(rows_at_most) + " rows; a published table is shorter");
        std::vector<std::string> name;
        for (auto const& c : key) name.push_back(line.fields[c.index]);
        if (auto const [before, fresh] = seen.emplace(std::move(name), line.row); !fresh)
            throw bad_input(place + ": has the same " + listed(key, ", ") + " as row " + std::to_string(before->second) + "; `key` names the columns by which rows differ");
        for (auto const& field : line.fields) contents.add(field);
        for (auto& s : sums) s.take(line, read);
        for (auto& s : shares) s.take(line, read);
    }
    auto const of_file = contents.hex();
    for (auto& s : sums) s.put(result.tables);
    for (auto& s : shares) s.put(result.tables);
    for (auto& t : result.tables) t.digest = digest().add(of_file).add(t.name).hex();
    return result;
}

}  // namespace comity::v0
