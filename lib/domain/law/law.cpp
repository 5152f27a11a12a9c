// SPDX-License-Identifier: Apache-2.0
#include "rules.hpp"
#include "tables.hpp"

#include "embedded.hpp"
#include "quoted.hpp"
#include "utf8.hpp"
#include "words.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace comity::inline v0 {

using detail::toml_row;

namespace {

std::string_view folder_of(std::string_view path) { return path.substr(0, path.find('/') == path.npos ? 0 : path.find('/')); }

/// Where a file stands in the order of reading: what others speak of comes first. None: no file of the law.
std::optional<std::size_t> place_in_order(std::string_view path) {
    constexpr std::array<std::string_view, 10> files{"edition.toml",  "events.toml",   "lifecycle.toml", "answers.toml",
                                                    "offences.toml", "grounds.toml", "handling.toml", "absences.toml", "regions.toml", "references.toml"};
    constexpr std::array<std::string_view, 3> folders{"calendars", "countings", "instruments"};
    if (!path.ends_with(".toml")) return {};
    if (auto const file = std::ranges::find(files, path); file != files.end()) return static_cast<std::size_t>(file - files.begin());
    auto const folder = std::ranges::find(folders, folder_of(path));
    if (folder == folders.end() || path.find('/', folder->size() + 1) != path.npos) return {};
    return files.size() + static_cast<std::size_t>(folder - folders.begin());
}

struct law_file {
    std::string path;   ///< relative to the folder
    std::string shown;  ///< as complaints name it
    std::string text;
};

void sort(std::vector<law_file>& files) {
    std::ranges::sort(files, {}, [](law_file const& f) { return std::pair(place_in_order(f.path), f.path); });
}

}  // namespace

state_code detail::code_in(toml_row& row, std::string_view key) {
    auto const text = row.text(key);
    return row.at(key, [&] { return parse_state(text); });
}

std::vector<state_code> detail::codes_in(toml_row& row, std::string_view key) {
    std::vector<state_code> result;
    for (auto const& text : row.texts(key)) result.push_back(row.at(key, [&] { return parse_state(text); }));
    return result;
}

std::optional<period> detail::optional_period(toml_row& row, std::string_view key) {
    auto const text = row.optional_text(key);
    if (!text) return {};
    return row.at(key, [&] { return period(*text); });
}

void detail::check_id(toml_row& row, std::string_view id) {
    auto const place = row.place("id");
    auto const file = place.substr(0, place.rfind(", line "));
    auto const stem = std::filesystem::path(file).stem().string();
    if (stem != id) throw row.problem("id", "is " + quoted(id) + ", but the file is called " + stem + ".toml; both must be the same");
}

bool law::tables::knows(std::string_view path) { return place_in_order(path).has_value(); }

void law::tables::read(std::string_view path, std::string const& shown, std::string_view text) {
    auto const table = detail::parse_toml(shown, text, detail::characters::lines);
    auto top = toml_row(shown, table);
    auto const folder = folder_of(path);
    if (path == "edition.toml") edition = top.text("edition");
    else if (path == "events.toml") read_events(top);
    else if (path == "lifecycle.toml") read_lifecycle(top);
    else if (path == "answers.toml") read_answers(top);
    else if (path == "offences.toml") read_offences(top);
    else if (path == "grounds.toml") read_grounds(top);
    else if (path == "handling.toml") read_handling(top);
    else if (path == "absences.toml") read_absences(top);
    else if (path == "regions.toml") read_regions(top);
    else if (path == "references.toml") read_reference_words(top);
    else if (folder == "calendars") read_calendar(top);
    else if (folder == "countings") read_counting(top);
    else if (folder == "instruments") read_instrument(top);
    top.finish();
}

void law::tables::finish() {
    finish_events();
    check_references();
    rules = std::make_shared<detail::rulebook>(*this);
}

law law::built_in() {
    static auto const instance = [] {
        std::vector<law_file> files;
        for (auto const& file : detail::law_files())
            if (tables::knows(file.path)) files.push_back({std::string(file.path), std::string(file.path), std::string(file.text)});
        sort(files);
        auto t = std::make_shared<tables>();
        for (auto const& file : files) t->read(file.path, file.shown, file.text);
        t->finish();
        return law(std::move(t));
    }();
    return instance;
}

namespace {

/// The .toml files of a folder, at most as long as any law file may be. Links are followed; what is no file is refused.
std::vector<law_file> files_in(std::filesystem::path const& folder) {
    namespace fs = std::filesystem;
    constexpr std::uintmax_t bytes_at_most = 8 << 20;
    constexpr std::size_t entries_at_most = 10'000;
    constexpr int deepest = 3;  // links can lead back to where they are
    std::size_t entries = 0;
    std::vector<law_file> files;
    for (auto at = fs::recursive_directory_iterator(folder, fs::directory_options::follow_directory_symlink); at != fs::recursive_directory_iterator(); ++at) {
        auto const& entry = *at;
        if (++entries > entries_at_most) throw bad_input("law folder " + detail::quoted_path(folder.string()) + " holds more than " + std::to_string(entries_at_most) + " files");
        if (at.depth() == deepest) at.disable_recursion_pending();
        auto const path = entry.path().lexically_relative(folder).generic_string();
        if (detail::to_upper(entry.path().extension().string()) != ".TOML") continue;
        if (!place_in_order(path))
            throw bad_input(entry.path().string() + ": no file of the law has this name; edition.toml, events.toml, lifecycle.toml, answers.toml, "
                                                    "offences.toml, grounds.toml, handling.toml, absences.toml, regions.toml, references.toml and those in calendars, countings and instruments can be laid over");
        if (!entry.is_regular_file()) throw bad_input(entry.path().string() + " is not a file");
        if (entry.file_size() > bytes_at_most) throw bad_input(entry.path().string() + " is larger than 8 MiB");
        std::ifstream in(entry.path(), std::ios::binary);
        std::ostringstream text;
        if (!(text << in.rdbuf()) && entry.file_size() > 0) throw storage_error(entry.path().string() + " cannot be read");
        files.push_back({path, entry.path().string(), text.str()});
    }
    if (files.empty())
        throw bad_input(folder.string() + " holds no law file; it is laid out as the built-in law: edition.toml, events.toml, instruments/ets-24.toml …");
    sort(files);
    return files;
}

}  // namespace

law law::load(std::filesystem::path const& folder) { return load(folder, built_in()); }

law law::load(std::filesystem::path const& folder, law const& under) {
    std::error_code unknown;
    if (!std::filesystem::is_directory(folder, unknown)) throw not_found("there is no law folder " + detail::quoted_path(folder.string()));
    auto t = std::make_shared<tables>(*under.tables_);
    try {
        for (auto const& file : files_in(folder)) {
            if (folder_of(file.path) == "instruments") t->overlaid.insert(std::filesystem::path(file.path).stem().string());
            t->read(file.path, file.shown, file.text);
        }
        if (t->edition == under.edition()) t->edition += " with " + std::filesystem::canonical(folder).filename().string();
    } catch (std::filesystem::filesystem_error const& e) {
        throw storage_error("law folder " + detail::quoted_path(folder.string()) + " cannot be read: " + e.code().message());
    }
    t->finish();
    return law(std::move(t));
}

law law::with(comity::calendar calendar) const {
    auto t = std::make_shared<tables>(*tables_);
    t->edition += " with another calendar " + calendar.name();
    detail::overlay(t->calendars, std::move(calendar), [](comity::calendar const& c) { return c.name(); });
    t->finish();
    return law(std::move(t));
}

std::string const& law::edition() const { return tables_->edition; }
std::vector<event_meaning> const& law::events() const { return tables_->events; }
std::vector<lifecycle_rule> const& law::lifecycle() const { return tables_->lifecycle; }
std::vector<answer_definition> const& law::answers() const { return tables_->answers; }
std::vector<offence_group> const& law::offence_groups() const { return tables_->offences; }
std::string detail::ground_in_public(law const& l, std::string_view ground) {
    return std::ranges::find(l.grounds(), ground, &event_ground::name) != l.grounds().end() ? std::string(ground) : "in_other_words";
}

std::vector<event_ground> const& law::grounds() const { return tables_->grounds; }

event_meaning const& law::meaning(comity::event_kind kind) const {
    auto const found = tables_->index.find(kind);
    if (found == tables_->index.end())
        throw bad_input(detail::quoted(kind.name()) + " is not a kind of event in this law (" + edition() + ")");
    return tables_->events[found->second];
}

bool law::is_a(comity::event_kind kind, comity::event_kind ancestor) const {
    auto const k = tables_->index.find(kind), a = tables_->index.find(ancestor);
    return k != tables_->index.end() && a != tables_->index.end() && tables_->is_a[k->second][a->second];
}

answer_definition const& law::answer(std::string_view name) const {
    std::string names;
    for (auto const& a : tables_->answers) {
        if (a.name == name) return a;
        names += (names.empty() ? "" : ", ") + a.name;
    }
    throw bad_input(detail::quoted(name) + " is not a definition of an answer; write one of " + names);
}

}  // namespace comity::v0
