// SPDX-License-Identifier: Apache-2.0
#include "utf16.hpp"
#include "writers.hpp"

#include <minizip/unzip.h>
#include <unicode/unistr.h>
#include <xlsxwriter.h>

#include <locale.h>  // newlocale
#include <stdlib.h>  // mkdtemp

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <ostream>
#include <system_error>
#include <utility>

// The brief on the first sheet, then a sheet for each table, with all its columns and nothing hidden. Outside text goes into string
// cells and nowhere else, so that no program can take it for a formula or a link; links lead from sheet to sheet.

namespace comity::inline v0 {

namespace {

namespace fs = std::filesystem;

// What the format holds.
constexpr std::size_t rows_at_most = LXW_ROW_MAX, columns_at_most = LXW_COL_MAX, units_at_most = 32'767, name_units_at_most = 31;
constexpr std::size_t sheets_at_most = 65'000;  // one link each on the first
constexpr std::int64_t integers_below = std::int64_t{1} << 53;

// From how many cells on rows go straight to disk: texts that occur often are then written each time. Each sheet holds a file open until the end.
constexpr std::size_t many_cells = 200'000, few_sheets = 400, huge_cells = 25'000'000;

// ---- text -----------------------------------------------------------------------------------------------------------

using detail::utf16, detail::utf8;

/// At most so many units of UTF-16, in which the format counts, and no half of a character.
icu::UnicodeString first_units(icu::UnicodeString const& text, std::size_t most) {
    auto const end = static_cast<std::int32_t>(most);
    return text.length() <= end ? text : icu::UnicodeString(text, 0, text.getChar32Start(end));
}

/// _x0041_ in a cell reads A. Where such a text is meant as it stands, its underscore is written so.
std::string unescapable(std::string const& text) {
    constexpr std::string_view escape = "_x005F_";
    auto const opens = [&](std::size_t at) {
        return text[at] == '_' && at + escape.size() <= text.size() && text[at + 1] == 'x' && text[at + 6] == '_' &&
               text.find_first_not_of("0123456789ABCDEFabcdef", at + 2) == at + 6;
    };
    if (text.find("_x") == text.npos) return text;
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) opens(at) ? result += escape : result += text[at];
    return result;
}

/// What a cell has no room for is cut, and it says so.
std::string cell_text(std::string_view outside) {
    auto text = unescapable(displayable(outside));
    if (text.size() <= units_at_most) return text;
    auto const whole = utf16(text);
    if (static_cast<std::size_t>(whole.length()) <= units_at_most) return text;
    auto const remark = " […] (cut: it has " + std::to_string(whole.countChar32()) + " characters, and a cell has room for " + std::to_string(units_at_most) + "; the brief in JSON holds all)";
    return utf8(first_units(whole, units_at_most - static_cast<std::size_t>(utf16(remark).length()))) + remark;
}

/// Lines that can be read without widening a column.
std::vector<std::string> lines_of(std::string const& outside) {
    constexpr std::int32_t wide = 110;
    std::vector<std::string> lines;
    auto const text = utf16(outside);
    for (std::int32_t from = 0, end = 0; from < text.length(); from = end + (text[end] == u' ')) {
        end = text.length() - from <= wide ? text.length() : text.lastIndexOf(u' ', from, wide + 1);
        if (end <= from) end = text.getChar32Start(from + wide);
        lines.push_back(utf8(icu::UnicodeString(text, from, end - from)));
    }
    return lines;
}

/// Names that a sheet can have, each given once; upper and lower case are one.
class sheet_names {
public:
    std::string operator()(std::string_view wanted) {
        auto base = utf16(displayable(wanted));
        for (std::int32_t i = 0; i < base.length(); ++i) {
            if (base[i] == u'\'') base.setCharAt(i, u'’');
            if (icu::UnicodeString(u"[]:*?/\\#").indexOf(base[i]) >= 0) base.setCharAt(i, u'-');
        }
        base = first_units(base.trim(), name_units_at_most).trim();
        if (base.isEmpty()) base = u"Table";
        for (auto name = base;; name = numbered(base))
            if (given_.try_emplace(key(name), 1).second) return utf8(name);
    }

private:
    static std::string key(icu::UnicodeString name) { return utf8(name.foldCase()); }
    icu::UnicodeString numbered(icu::UnicodeString const& base) {
        auto const number = utf16(" (" + std::to_string(++given_[key(base)]) + ")");
        return first_units(base, name_units_at_most - static_cast<std::size_t>(number.length())) + number;
    }

    std::map<std::string, std::size_t> given_{{"history", 1}};  // which the format keeps for itself
};

// ---- the file -------------------------------------------------------------------------------------------------------

/// libxlsxwriter writes to named files only, and keeps sheets in others.
class scratch_folder {
public:
    scratch_folder() {
        std::error_code problem;
        path_ = (fs::temp_directory_path(problem) / "comity-XXXXXX").string();
        if (!problem && !::mkdtemp(path_.data())) problem = {errno, std::generic_category()};
        if (problem) throw storage_error("no folder for temporary files can be made: " + problem.message());
    }
    ~scratch_folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    scratch_folder(scratch_folder const&) = delete;
    scratch_folder& operator=(scratch_folder const&) = delete;
    std::string const& path() const { return path_; }

private:
    std::string path_;
};

/// libxlsxwriter prints numbers with the decimal comma of a locale, where one is set. Here none is, for this thread.
class no_locale {
public:
    no_locale() : none_(::newlocale(LC_ALL_MASK, "C", nullptr)), before_(::uselocale(none_)) {}
    ~no_locale() {
        ::uselocale(before_);
        if (none_) ::freelocale(none_);
    }
    no_locale(no_locale const&) = delete;
    no_locale& operator=(no_locale const&) = delete;

private:
    locale_t none_, before_;
};

void check(lxw_error code) {
    if (code == LXW_NO_ERROR) return;
    auto const what = "libxlsxwriter: " + std::string(lxw_strerror(code));
    if (code >= LXW_ERROR_NULL_PARAMETER_IGNORED) throw bad_input(what);  // from there on, what was given; before, memory and files
    throw storage_error(what);
}

template <class T> T* made(T* made) {
    if (!made) throw storage_error("libxlsxwriter: no memory, or too many open files");
    return made;
}

/// A workbook that was not finished leaves neither memory nor open files.
struct abandon {
    void operator()(lxw_workbook* book) const {
        lxw_worksheet* sheet = nullptr;
        LXW_FOREACH_WORKSHEET(sheet, book)
            if (sheet->optimize_tmpfile) std::fclose(sheet->optimize_tmpfile);
        lxw_workbook_free(book);
    }
};
using workbook = std::unique_ptr<lxw_workbook, abandon>;

/// How cells look. Texts have the format of texts, so that one which begins with = stays a text when somebody edits it.
struct looks {
    explicit looks(lxw_workbook* in) : book(in) {
        format_set_bold(title);
        format_set_font_size(title, 14);
        format_set_bold(heading);
        format_set_text_wrap(heading);
        format_set_bottom(heading, LXW_BORDER_THIN);
        format_set_bg_color(heading, 0xE7ECF1);
        format_set_bold(label);
        format_set_text_wrap(label);
        format_set_text_wrap(long_text);
        format_set_text_wrap(warning);
        for (auto* one : {warning, remark}) format_set_font_color(one, 0x9C1C1C);
        format_set_font_color(link, 0x0B4F8A);
        format_set_underline(link, LXW_UNDERLINE_SINGLE);
        for (auto* one : {title, heading, label, text, long_text, warning, remark, link}) format_set_num_format_index(one, 49);  // "@"
        format_set_num_format(day, "yyyy-mm-dd");
        format_set_align(day, LXW_ALIGN_LEFT);  // as the texts of rough ones
        for (std::size_t i = 0; i < numbers.size(); ++i) format_set_num_format(numbers[i] = add(), std::array{"0", "0.0", "0.00", "0.000"}[i]);
    }
    lxw_format* add() {
        auto* const format = made(workbook_add_format(book));
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        return format;
    }

    lxw_workbook* book;
    lxw_format *title = add(), *heading = add(), *label = add(), *text = add(), *long_text = add(), *warning = add(), *remark = add(), *link = add(), *day = add();
    std::array<lxw_format*, 4> numbers{};  ///< by how many decimals
};

/// A cell that is a text in the workbook.
std::string in_words(cell const& c, column_type type, language const& in) {
    auto const* text = std::get_if<std::string>(&c);
    if (text && type == column_type::word) return in(word{*text});
    auto const* ours = std::get_if<sentence>(&c);
    return ours ? in(ours->says) : to_text(c);
}

/// A sheet that is written row by row.
class sheet {
public:
    sheet(lxw_workbook* book, std::string const& name, looks const& look, language const& in) : look_(look), in_(in), to_(made(workbook_add_worksheet(book, name.c_str()))) {
        check(worksheet_ignore_errors(to_, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"));  // 81/3 may be a reference, and 81 too
        worksheet_set_landscape(to_);
        worksheet_set_paper(to_, 9);  // A4
        worksheet_fit_to_pages(to_, 1, 0);
    }

    void next_row() { ++row_; }

    void text(std::size_t column, std::string_view outside, lxw_format* format) { check(worksheet_write_string(to_, here(), at(column), cell_text(outside).c_str(), format)); }
    void number(std::size_t column, double value, lxw_format* format) { check(worksheet_write_number(to_, here(), at(column), value, format)); }
    /// The name is one that sheet_names gave.
    void link(std::size_t column, std::string const& name, std::size_t row, std::string_view shown) {
        auto const target = "internal:'" + name + "'!A" + std::to_string(row + 1);
        auto const text = shown.empty() ? name : cell_text(shown);
        check(worksheet_write_url_opt(to_, here(), at(column), target.c_str(), look_.link, text.c_str(), nullptr));
    }
    void width(std::size_t column, std::size_t width) { check(worksheet_set_column(to_, at(column), at(column), static_cast<double>(width), nullptr)); }
    void value(std::size_t column, cell const& c, column_type type, lxw_format* text_format, int decimals);
    /// Headings stay in sight and on every page, and rows can be filtered.
    void head_ends(std::size_t head, std::size_t rows, std::size_t columns) {
        auto const headings = static_cast<lxw_row_t>(head - 1);
        worksheet_freeze_panes(to_, headings + 1, 0);
        check(worksheet_repeat_rows(to_, headings, headings));
        if (rows > 0) check(worksheet_autofilter(to_, headings, 0, static_cast<lxw_row_t>(headings + rows), at(columns - 1)));
    }

private:
    lxw_row_t here() const {
        if (row_ >= rows_at_most) throw bad_input("it has more lines than a sheet has rows (" + std::to_string(rows_at_most) + ")");
        return static_cast<lxw_row_t>(row_);
    }
    static lxw_col_t at(std::size_t column) { return static_cast<lxw_col_t>(column); }

    looks const& look_;
    language const& in_;
    lxw_worksheet* to_;
    std::size_t row_ = 0;
};

/// Numbers and days that a spreadsheet has; what it lacks stays text, and nothing stays empty.
void sheet::value(std::size_t column, cell const& c, column_type type, lxw_format* text_format, int decimals) {
    static auto const first_day = date(1900, 3, 1);  // before it, spreadsheets count a 29 February that was none
    constexpr auto zero_day = -25'569;               // 1899-12-30
    auto const as_text = [&] { text(column, in_words(c, type, in_), text_format); };
    auto const day = [&](date d) { d < first_day ? as_text() : number(column, d.days_since_1970() - zero_day, look_.day); };
    if (auto const* n = std::get_if<std::int64_t>(&c))
        -integers_below <= *n && *n <= integers_below ? number(column, static_cast<double>(*n), look_.numbers[0]) : as_text();
    else if (auto const* x = std::get_if<double>(&c))
        std::isfinite(*x) ? number(column, *x, look_.numbers[static_cast<std::size_t>(decimals)]) : void();
    else if (auto const* d = std::get_if<date>(&c))
        day(*d);
    else if (auto const* w = std::get_if<when>(&c); w && w->exact() && !w->at())
        day(w->earliest());
    else if (!std::holds_alternative<std::monostate>(c))
        as_text();
}

// ---- the sheets -----------------------------------------------------------------------------------------------------

struct part {
    section const& of;
    table const& t;
    std::string name;  ///< of its sheet
};

constexpr auto* legend = "An empty cell stands for what is not known or does not apply. Days are dates of the spreadsheet. Text are: days before March 1900, for which it has no number; whole numbers "
                                    "beyond 2^53; and dates that are known only roughly, such as 2009-08, some day in that month (a tilde (~) means about; a question mark (?) means that the source is doubted).";

void write_first(sheet to, looks const& look, brief const& b, std::vector<part> const& parts, language const& in) {
    to.width(0, 28);
    to.width(1, 100);
    auto const line = [&](std::string_view label, lxw_format* label_format, std::string_view text, lxw_format* format) {
        if (!label.empty()) to.text(0, label, label_format);
        to.text(1, text, format);
        to.next_row();
    };
    to.text(0, in(b.title), look.title);
    to.next_row();
    if (!b.subtitle.empty()) to.text(0, in(b.subtitle), look.text), to.next_row();
    if (!b.warning.empty()) line(in("Warning"), look.warning, in(b.warning), look.warning);
    to.next_row();
    for (auto const& [name, value] : b.facts) line(in(name), look.label, in(value), look.long_text);
    auto const list = [&](std::string label, auto const& items, auto say) {
        if (!std::ranges::empty(items)) to.next_row();
        for (auto const& one : items) line(std::exchange(label, {}), look.label, in(say(one)), look.long_text);
    };
    auto label = in("Findings");
    if (!b.headlines.empty()) to.next_row();
    for (auto const& h : b.headlines) {
        auto const behind = std::ranges::find(parts, h.table, [](part const& p) { return p.t.name; });
        if (behind != parts.end()) to.link(2, behind->name, 0, in(behind->t.title));
        line(std::exchange(label, {}), look.label, in(h.says), look.long_text);
    }
    for (auto const& [numbers, definition] : detail::definitions_of(b.headlines)) line(in("What is counted") + ": " + numbers, look.label, in(definition), look.long_text);
    list(in("What to do next"), b.next, [](message const& m) { return m; });
    auto next = parts.begin();
    for (auto const& s : b.sections) {
        to.next_row();
        auto title = in(s.title);
        for (auto const& paragraph : s.paragraphs) line(std::exchange(title, {}), look.label, in(paragraph), look.long_text);
        for (; next != parts.end() && &next->of == &s; ++next) {
            if (!title.empty()) to.text(0, std::exchange(title, {}), look.label);
            to.link(1, next->name, 0, in(next->t.title));
            to.text(2, in(message("{n, plural, one {# row} other {# rows}}", {{"n", next->t.rows.size()}})), look.text);
            to.next_row();
        }
        if (!title.empty()) to.text(0, title, look.label), to.next_row();
    }
    to.next_row();
    line("", look.label, in(message(legend)), look.long_text);
    line("", look.label, in(detail::made_by()), look.long_text);
}

/// What describes a table, in lines.
std::vector<std::string> description(part const& p, language const& in) {
    auto const& t = p.t;
    std::vector<std::string> lines;
    auto const say = [&](message const& label, std::string const& text) {
        if (!text.empty()) std::ranges::move(lines_of(displayable((label.empty() ? "" : in(label) + ": ") + text)), std::back_inserter(lines));
    };
    say("Definition", in(t.definition));
    for (auto const& note : t.notes) say("Note", in(note));
    if (t.covers) say({}, in(detail::in_words(*t.covers)));
    say("Section", in(p.of.title));
    say(message::as_is("SHA-256"), t.digest);
    return lines;
}

/// How wide the first rows are; a longer text takes several lines.
std::size_t width_of(table const& t, std::size_t column, language const& in) {
    constexpr std::size_t sample = 1000, narrowest = 8, widest = 60, filter_button = 3;
    auto width = std::clamp(static_cast<std::size_t>(utf16(displayable(in(t.columns[column].heading))).countChar32()) + filter_button, narrowest, widest / 3);
    for (std::size_t r = 0; r < std::min(t.rows.size(), sample); ++r)
        width = std::max(width, static_cast<std::size_t>(utf16(in_words(t.rows[r][column], t.columns[column].type, in)).countChar32()) + 1);
    return width;
}

void write_table(sheet to, looks const& look, part const& p, std::string const& first_sheet, message remark, language const& in) {
    constexpr std::size_t head = 4, widest = 60;  // title, links, a remark, headings
    auto const& t = p.t;
    if (t.columns.size() > columns_at_most)
        throw bad_input("it has " + std::to_string(t.columns.size()) + " columns, and a sheet has room for " + std::to_string(columns_at_most));
    auto const below = description(p, in);
    auto const room = rows_at_most - std::min(rows_at_most, head + 1 + below.size());
    auto const rows = std::min(t.rows.size(), room);
    std::vector<lxw_format*> texts;
    std::vector<int> decimals;
    for (std::size_t c = 0; c < t.columns.size(); ++c) {
        auto const width = width_of(t, c, in);
        to.width(c, std::min(width, widest));
        texts.push_back(width > widest ? look.long_text : look.text);
        decimals.push_back(t.columns[c].type == column_type::number ? detail::decimals(t, c) : 0);
    }
    to.text(0, in(t.title), look.title);
    to.next_row();
    to.link(0, first_sheet, 0, in("Contents"));
    to.link(1, p.name, head + std::max<std::size_t>(rows, 1) + 1, in("What the rows are"));
    to.next_row();
    if (rows < t.rows.size())
        remark = message::sentences({remark, {"Cut: a sheet has room for {rows} of its {all} rows; the other {left} are left out. The brief in CSV or JSON holds all.",
                                              {{"rows", rows}, {"all", t.rows.size()}, {"left", t.rows.size() - rows}}}});
    if (!remark.empty()) to.text(0, in(remark), look.remark);
    to.next_row();
    for (std::size_t c = 0; c < t.columns.size(); ++c) to.text(c, in(t.columns[c].heading), look.heading);
    to.next_row();
    for (std::size_t r = 0; r < rows; ++r, to.next_row())
        for (std::size_t c = 0; c < t.columns.size(); ++c) to.value(c, t.rows[r][c], t.columns[c].type, texts[c], decimals[c]);
    if (!t.columns.empty()) to.head_ends(head, rows, t.columns.size());
    if (t.rows.empty()) to.text(0, in(t.if_empty), look.text), to.next_row();
    for (auto const& line : below) {
        to.next_row();
        to.text(0, line, look.text);
    }
}

void write_sheets(lxw_workbook* book, brief const& b, language const& in) {
    auto names = sheet_names();
    auto const first = names(in("Brief"));
    std::vector<part> parts;
    for (auto const& s : b.sections)
        for (auto const& t : s.tables) parts.push_back({s, t, names(utf16(t.name).length() <= static_cast<std::int32_t>(name_units_at_most) ? t.name : in(t.title))});
    if (parts.size() > sheets_at_most) throw bad_input("a workbook has room for " + std::to_string(sheets_at_most) + " tables; this brief has " + std::to_string(parts.size()));
    auto const look = looks(book);
    auto const at = [](std::string const& place, auto write) {
        try {
            write();
        } catch (error& e) {
            e.in(place);
            throw;
        }
    };
    at("the first sheet of the workbook", [&] { write_first(sheet(book, first, look, in), look, b, parts, in); });
    for (auto const& p : parts) at("table \"" + displayable(p.t.name) + "\"", [&] { write_table(sheet(book, p.name, look, in), look, p, first, b.warning, in); });  // which stays with a sheet that is copied
}

/// Of a disk that fills up libxlsxwriter says nothing: what it could not write is missing. Rows that went to disk are looked at before they are put together.
void check_rows(lxw_workbook* book) {
    lxw_worksheet* to = nullptr;
    LXW_FOREACH_WORKSHEET(to, book)
        if (to->optimize_tmpfile && (std::fflush(to->optimize_tmpfile) != 0 || std::ferror(to->optimize_tmpfile)))
            throw storage_error("rows of the workbook could not be written: " + std::generic_category().message(errno));
}

/// And afterwards each part of the file is read: whether it ends as it began.
bool whole(std::string const& file) {
    auto const zip = std::unique_ptr<void, decltype(&unzClose)>(unzOpen64(file.c_str()), &unzClose);
    auto at = zip ? unzGoToFirstFile(zip.get()) : UNZ_BADZIPFILE;
    std::vector<char> buffer(1 << 20);
    for (; at == UNZ_OK; at = unzGoToNextFile(zip.get())) {
        std::string start, end;
        if (unzOpenCurrentFile(zip.get()) != UNZ_OK) return false;
        for (int n; (n = unzReadCurrentFile(zip.get(), buffer.data(), static_cast<unsigned>(buffer.size()))) > 0;) {
            auto const read = std::string_view(buffer.data(), static_cast<std::size_t>(n));
            if (start.empty()) start = read.substr(0, 200);
            end += read.substr(read.size() - std::min<std::size_t>(read.size(), 50));
            end.erase(0, end.size() - std::min<std::size_t>(end.size(), 50));
        }
        auto const root = start.find('<', start.find("?>"));  // <?xml …?>, then <worksheet …> and at the end </worksheet>
        if (end.ends_with('\n')) end.pop_back();
        if (unzCloseCurrentFile(zip.get()) != UNZ_OK || root == start.npos) return false;
        if (!end.ends_with("</" + start.substr(root + 1, start.find_first_of(" >", root) - root - 1) + ">")) return false;
    }
    return at == UNZ_END_OF_LIST_OF_FILE;
}

void set_properties(lxw_workbook* book, brief const& b, language const& in) {
    auto title = utf8(first_units(utf16(displayable(in(b.title))), 255));
    auto made_by = "comity " + detail::version();
    lxw_doc_properties properties{};
    properties.title = title.data();
    properties.comments = made_by.data();
    properties.created = 315'532'800;  // 1980, as all in the file: the same brief gives the same bytes
    check(workbook_set_properties(book, &properties));
}

}  // namespace

void detail::write_workbook(std::ostream& out, brief const& b, language const& in) {
    std::size_t cells = 0, sheets = 1;
    for (auto const& s : b.sections)
        for (auto const& t : s.tables) cells += t.rows.size() * t.columns.size(), ++sheets;
    auto const here = no_locale();
    auto scratch = scratch_folder();
    auto folder = scratch.path(), file = folder + "/brief.xlsx";
    lxw_workbook_options options{};
    options.constant_memory = cells > many_cells && sheets <= few_sheets;
    options.tmpdir = folder.data();
    options.use_zip64 = cells > huge_cells;
    auto book = workbook(made(workbook_new_opt(file.c_str(), &options)));
    set_properties(book.get(), b, in);
    write_sheets(book.get(), b, in);
    check_rows(book.get());
    check(workbook_close(book.release()));
    if (!whole(file)) throw storage_error("the workbook could not be put together in " + folder + "; is there room for it?");
    auto back = std::ifstream(file, std::ios::binary);
    if (!back) throw storage_error("the workbook could not be read back from " + folder);
    out << back.rdbuf();
}

}  // namespace comity::v0
