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
        auto const digits = without_thousands(cell);
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
    /// As it is, where its groups are not of three digits each: a comma before two is a decimal one.
    std::string without_thousands(std::string const& cell) const {
        if (thousands_.empty()) return cell;
        auto const whole = std::min(cell.find('.'), cell.size()), first = cell.find(thousands_[0]);
        if (first == 0 || (first > 3 && first != cell.npos) || cell.find(thousands_[0], whole) != cell.npos) return cell;
        for (auto at = first; at < whole; at += 4)
            if (cell[at] != thousands_[0] || at + 4 > whole || cell.find(thousands_[0], at + 1) < at + 4) return cell;
        auto digits = cell;
        std::erase(digits, thousands_[0]);
        return digits;
    }

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
    auto heading = message::as_is(words(name));
    return {.name = std::move(name), .heading = std::move(heading), .type = type};
}

std::vector<std::string> fields(csv_row const& row, std::vector<named_column> const& columns) {
    std::vector<std::string> result;
    for (auto const& c : columns) result.push_back(row.fields[c.index]);
    return result;
}

void add_columns(table& t, std::vector<named_column> const& columns, column_type type) {
    for (auto const& c : columns) t.columns.push_back(of(c.name, type));
}

template <class T> void add(std::vector<cell>& to, std::vector<T> const& values) { to.insert(to.end(), values.begin(), values.end()); }

message rows_checked_note(std::size_t checked, std::size_t missing = 0) {
    return {"{checked, plural, one {# row} other {# rows}} checked{missing, plural, =0 {} one {; # row left out, in which a number was not published} other {; # rows left out, in which a number was not published}}.",
            {{"checked", checked}, {"missing", missing}}};
}

/// The rows of which parts are held against a whole.
class rows_checked {
public:
    rows_checked(what_to_check& what, toml_row& row, std::string_view parts, std::string_view whole) : parts_(what.columns(row, parts, true)), whole_(what.column(row, whole)), rows_(what.rows(row)) {}

    std::vector<named_column> const& parts() const { return parts_; }
    named_column const& whole() const { return whole_; }

    struct numbers {
        std::vector<std::int64_t> parts;
        std::int64_t whole;
        std::int64_t sum() const { return std::accumulate(parts.begin(), parts.end(), std::int64_t{0}); }
    };
    /// None where the row is not meant, or one of them was not published.
    std::optional<numbers> take(csv_row const& row, number_reader const& read) {
        if (!rows_.matches(row)) return {};
        auto parts = read.counts(row, parts_);
        auto const whole = read.count(row, whole_);
        if (!parts || !whole) return ++missing_, std::nullopt;
        ++checked_;
        return numbers{std::move(*parts), *whole};
    }
    message note() const { return rows_checked_note(checked_, missing_); }

private:
    std::vector<named_column> parts_;
    named_column whole_;
    row_filter rows_;
    std::size_t checked_ = 0, missing_ = 0;
};

/// A column that ought to be the sum of others.
class sum_check {
public:
    sum_check(what_to_check& what, toml_row& row, std::vector<named_column> const& key) : key_(key), rows_(what, row, "parts", "total") {
        auto const& total = rows_.whole().name;
        table_ = {.name = "sum-" + row.text("name"), .title = {"Rows in which {total} is not {parts}", {{"total", words(total)}, {"parts", listed(rows_.parts(), " + ")}}}};
        row.finish();
        table_.definition = "Rows of the table as published in which the parts come to another number than the total. What is off, a part or the total, it does not tell.";
        table_.if_empty = "All rows add up.";
        add_columns(table_, key_, column_type::text), add_columns(table_, rows_.parts(), column_type::integer);
        for (auto const& name : {total, std::string("sum_of_parts"), std::string("difference")}) table_.columns.push_back(of(name, column_type::integer));
    }
    void take(csv_row const& row, number_reader const& read) {
        auto const numbers = rows_.take(row, read);
        if (!numbers || numbers->sum() == numbers->whole) return;
        std::vector<cell> cells;
        add(cells, fields(row, key_)), add(cells, numbers->parts), add(cells, std::vector{numbers->whole, numbers->sum(), numbers->sum() - numbers->whole});
        table_.rows.push_back(std::move(cells));
    }
    void put(std::vector<table>& tables) {
        table_.notes.push_back(rows_.note());
        tables.push_back(std::move(table_));
    }

private:
    std::vector<named_column> key_;
    rows_checked rows_;
    table table_{};
};

/// A share counted anew.
class share_check {
public:
    share_check(what_to_check& what, toml_row& row, std::vector<named_column> const& key)
        : key_(key), by_(what.columns(row, "by", false)), rows_(what, row, "of", "in"), within_(row.optional_real("within").value_or(0.5)) {
        if (!(within_ >= 0 && within_ <= 100)) throw row.problem("within", "is in points of a per cent; write 0 to 100");
        if (row.find("published")) published_ = what.column(row, "published");
        auto const name = row.text("name");
        row.finish();
        auto const share = message("{parts} in {whole}", {{"parts", listed(rows_.parts(), " + ")}, {"whole", words(rows_.whole().name)}});
        anew_ = {.name = "share-" + name, .title = {"Share of {share}", {{"share", share}}}};
        anew_.definition = "The numbers of the rows as published, added up, and their share in per cent: not the mean of the shares of the rows.";
        add_columns(anew_, by_, column_type::text), anew_.columns.push_back(of("rows", column_type::integer));
        other_ = {.name = "share-" + name + "-differs", .title = {"Rows that publish another share of {share}", {{"share", share}}}};
        other_.definition = {"Rows in which the share as published is more than {within} points from the one that their own numbers give.", {{"within", within_}}};
        other_.if_empty = "All rows publish the share that their numbers give.";
        add_columns(other_, key_, column_type::text);
        for (auto* t : {&anew_, &other_}) add_columns(*t, rows_.parts(), column_type::integer), add_columns(*t, {rows_.whole()}, column_type::integer);
        other_.columns.push_back(of("published_percent", column_type::number));
        for (auto* t : {&anew_, &other_}) t->columns.push_back(of("share_percent", column_type::number));
    }
    void take(csv_row const& row, number_reader const& read) {
        auto const numbers = rows_.take(row, read);
        if (!numbers) return;
        auto& group = groups_.try_emplace(fields(row, by_), sums_of_group{0, {std::vector<std::int64_t>(numbers->parts.size()), 0}}).first->second;
        ++group.rows, group.sums.whole += numbers->whole;
        for (std::size_t i = 0; i < numbers->parts.size(); ++i) group.sums.parts[i] += numbers->parts[i];
        if (!published_ || numbers->whole == 0) return;
        auto const published = read.number(row, *published_);
        if (!published) return;
        ++compared_;
        auto const share = percent(*numbers);
        if (std::abs(share - *published) <= within_) return;
        std::vector<cell> cells;
        add(cells, fields(row, key_)), add(cells, numbers->parts), cells.push_back(numbers->whole), cells.push_back(*published), cells.push_back(share);
        other_.rows.push_back(std::move(cells));
    }
    void put(std::vector<table>& tables) {
        for (auto const& [names, group] : groups_) {
            auto cells = std::vector<cell>(names.begin(), names.end());
            cells.push_back(group.rows), add(cells, group.sums.parts), cells.push_back(group.sums.whole), cells.push_back(group.sums.whole ? cell(percent(group.sums)) : cell());
            anew_.rows.push_back(std::move(cells));
        }
        anew_.notes.push_back(rows_.note());
        tables.push_back(std::move(anew_));
        if (!published_) return;
        other_.notes.push_back(rows_checked_note(compared_));
        tables.push_back(std::move(other_));
    }

private:
    struct sums_of_group {
        std::int64_t rows;
        rows_checked::numbers sums;
    };
    static double percent(rows_checked::numbers const& n) { return 100.0 * static_cast<double>(n.sum()) / static_cast<double>(n.whole); }

    std::vector<named_column> key_, by_;
    rows_checked rows_;
    double within_;
    std::optional<named_column> published_{};
    table anew_{}, other_{};
    std::map<std::vector<std::string>, sums_of_group> groups_{};
    std::size_t compared_ = 0;
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
        if (auto const [before, fresh] = seen.emplace(fields(line, key), line.row); !fresh)
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
