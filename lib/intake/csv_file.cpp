// SPDX-License-Identifier: Apache-2.0
#include "csv_file.hpp"

#include "../quoted.hpp"
#include "../utf8.hpp"

#include <comity/error.hpp>

#include <csv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <exception>
#include <fstream>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace comity::inline v0::detail {

namespace {

constexpr std::size_t field_max = 1 << 20;
constexpr std::size_t row_max = 8 << 20;
constexpr std::size_t columns_max = 1000;
constexpr std::size_t chunk_size = 1 << 16;

/// libcsv grows a field through this; refused, it gives the field up.
void* grow(void* old, std::size_t size) { return size > field_max ? nullptr : std::realloc(old, size); }

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

std::string list_of(std::vector<std::string> const& names) {
    std::string list;
    for (auto const& name : std::span(names).first(std::min<std::size_t>(names.size(), 50))) list += (list.empty() ? "" : ", ") + detail::quoted(name);
    return names.size() > 50 ? list + ", …" : list;
}

}  // namespace

/// The file is fed to libcsv line by line, so that it is known where each row begins.
class csv_file::reader {
public:
    std::string const name;

    reader(std::filesystem::path const& path, char delimiter) : name(path.filename().string()), delimiter_(delimiter) {
        std::error_code ignored;
        if (!std::filesystem::exists(path, ignored)) throw not_found(path.string() + " is not there");
        if (!std::filesystem::is_regular_file(path, ignored)) throw bad_input(path.string() + " is not a file");
        file_.open(path, std::ios::binary);
        if (!file_) throw bad_input(path.string() + " cannot be opened for reading");
        std::array<char, 3> mark{};
        file_.read(mark.data(), mark.size());
        auto const opening = std::string_view(mark.data(), static_cast<std::size_t>(file_.gcount()));
        if (opening.starts_with("\xFF\xFE") || opening.starts_with("\xFE\xFF"))
            throw bad_input(name + " is written in UTF-16; save it as UTF-8");
        go_to(opening == "\xEF\xBB\xBF" ? 3 : 0);
        begin();
    }
    reader(reader const&) = delete;
    ~reader() { csv_free(&parser_); }

    /// The next row; its fields may be none, of an empty line. False at the end.
    bool next(csv_row& row) {
        while (rows_.empty() && !at_end_) feed();
        if (rows_.empty()) return false;
        row = std::move(rows_.front());
        rows_.pop_front();
        return true;
    }

private:
    void begin() {
        csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
        csv_set_delim(&parser_, static_cast<unsigned char>(delimiter_));
        csv_set_space_func(&parser_, [](unsigned char) { return 0; });  // trims nothing
        csv_set_realloc_func(&parser_, grow);
        csv_set_blk_size(&parser_, chunk_size);
    }

    void go_to(std::streamoff offset) {
        file_.clear();
        file_.seekg(offset);
        chunk_.clear();
        used_ = 0;
        offset_ = offset;
    }

    bool fill() {
        if (used_ < chunk_.size()) return true;
        chunk_.resize(chunk_size);
        file_.read(chunk_.data(), static_cast<std::streamsize>(chunk_size));
        chunk_.resize(static_cast<std::size_t>(file_.gcount()));
        used_ = 0;
        if (file_.bad()) throw bad_input(name + " cannot be read to its end");
        return !chunk_.empty();
    }

    /// What is left of the line in the chunk, its end included.
    std::string_view rest_of_line() const {
        auto const rest = std::string_view(chunk_).substr(used_);
        auto const end = std::ranges::find_if(rest, is_line_end);
        return rest.substr(0, static_cast<std::size_t>(end - rest.begin()) + (end == rest.end() ? 0 : 1));
    }

    void pass(std::string_view piece) {
        used_ += piece.size();
        offset_ += static_cast<std::streamoff>(piece.size());
    }

    void feed() {
        if (!fill()) return finish();
        auto const piece = rest_of_line();
        row_ended_ = false;
        auto const taken = csv_parse(&parser_, piece.data(), piece.size(), on_field, on_row, this);
        raise();
        if (taken != piece.size()) return give_up();
        auto const end = piece.back();
        pass(piece);
        if (is_line_end(end) && !row_ended_ && !second_line_) second_line_ = {offset_, end == '\r'};
    }

    void finish() {
        at_end_ = true;
        auto const failed = csv_fini(&parser_, on_field, on_row, this) != 0;
        raise();
        if (failed) give_up();
    }

    /// Refuses the row that libcsv is in, and goes on at the line after the one on which it began.
    void give_up() {
        add_row(complaint());
        csv_free(&parser_);
        begin();
        at_end_ = false;
        if (auto const next = std::exchange(second_line_, std::nullopt)) {
            go_to(next->offset);
            after_cr_ = next->after_cr;
            return;
        }
        for (auto ended = false; !ended && fill();) {
            auto const piece = rest_of_line();
            ended = is_line_end(piece.back());
            after_cr_ = piece.back() == '\r';
            pass(piece);
        }
    }

    std::string complaint() const {
        auto const field = "field " + std::to_string(fields_.size() + 1) + " ";
        switch (csv_error(const_cast<csv_parser*>(&parser_))) {
        case CSV_ENOMEM:
        case CSV_ETOOBIG:
            return field + "is over 1 MiB, or a quotation mark before it is never closed";
        default:
            break;
        }
        if (at_end_) return field + "begins with a quotation mark that is never closed";
        return field +
               "has a quotation mark out of place; put the whole field in quotation marks, from delimiter to delimiter, and "
               "write each one within it twice";
    }

    // libcsv is C: no exception may pass through it.
    template <class F> void guarded(F f) noexcept {
        if (failure_) return;
        try {
            f();
        } catch (...) {
            failure_ = std::current_exception();
        }
    }

    void raise() {
        if (auto const failure = std::exchange(failure_, nullptr)) std::rethrow_exception(failure);
    }

    static void on_field(void* text, std::size_t size, void* self) noexcept {
        auto& r = *static_cast<reader*>(self);
        r.guarded([&] {
            r.size_ += size;
            if (r.fields_.size() > columns_max) return;
            r.fields_.emplace_back(static_cast<char const*>(text), r.size_ > row_max ? 0 : size);
        });
    }

    static void on_row(int end, void* self) noexcept {
        auto& r = *static_cast<reader*>(self);
        r.guarded([&] {
            r.row_ended_ = true;
            auto const rest_of_crlf = end == '\n' && r.after_cr_ && r.fields_.empty();
            r.after_cr_ = end == '\r';
            if (rest_of_crlf) return;
            r.add_row(r.size_ > row_max ? "is over 8 MiB" : "");
            r.second_line_.reset();
        });
    }

    void add_row(std::string problem) {
        rows_.push_back({.row = row_++, .fields = std::move(fields_), .problem = std::move(problem)});
        fields_.clear();
        size_ = 0;
    }

    struct place {
        std::streamoff offset;
        bool after_cr;
    };

    csv_parser parser_{};
    char delimiter_;
    std::ifstream file_;
    std::string chunk_;
    std::size_t used_ = 0;
    std::streamoff offset_ = 0;
    std::optional<place> second_line_{};  ///< of the row that is being read
    bool row_ended_ = false;
    bool after_cr_ = false;
    bool at_end_ = false;
    std::size_t row_ = 1;
    std::size_t size_ = 0;  ///< of the row's fields
    std::vector<std::string> fields_;
    std::deque<csv_row> rows_;
    std::exception_ptr failure_{};
};

csv_file::csv_file(std::filesystem::path const& path, char delimiter)
    : reader_(std::make_unique<reader>(path, delimiter)) {
    csv_row row;
    if (!next(row)) throw bad_input(reader_->name + " is empty; its first row names the columns");
    auto const refuse = [&](std::string const& what) {
        return bad_input(reader_->name + ", row " + std::to_string(row.row) + ": " + what + "; the columns are " +
                         columns());
    };
    heading_ = std::move(row.fields);
    if (!row.problem.empty()) throw refuse("the heading cannot be read: " + row.problem);
    if (heading_.size() > columns_max) throw refuse("there are more than 1000 columns");
    for (std::size_t i = 0; i < heading_.size(); ++i) {
        if (heading_[i].empty()) throw refuse("column " + std::to_string(i + 1) + " has no name");
        auto const first = std::ranges::find(heading_, heading_[i]) - heading_.begin();
        if (static_cast<std::size_t>(first) != i)
            throw refuse("columns " + std::to_string(first + 1) + " and " + std::to_string(i + 1) +
                         " are both called " + detail::quoted(heading_[i]));
    }
}

csv_file::csv_file(csv_file&&) noexcept = default;
csv_file::~csv_file() = default;

std::string const& csv_file::name() const { return reader_->name; }
std::vector<std::string> const& csv_file::heading() const { return heading_; }
std::string csv_file::columns() const { return list_of(heading_); }

bool csv_file::next(csv_row& row) {
    do {
        if (!reader_->next(row)) return false;
    } while (row.problem.empty() && std::ranges::all_of(row.fields, &std::string::empty));
    if (!row.problem.empty()) return true;
    auto const column = [&](std::size_t i) {
        return i < heading_.size() ? detail::quoted(heading_[i]) : "field " + std::to_string(i + 1);
    };
    for (std::size_t i = 0; i < row.fields.size() && row.problem.empty(); ++i) {
        if (row.fields[i].find('\0') != std::string::npos)
            row.problem = "holds a NUL in " + column(i);
        else if (!is_utf8(row.fields[i]))
            row.problem = "holds bytes in " + column(i) + " that are not UTF-8; save the file as UTF-8";
    }
    if (row.problem.empty() && !heading_.empty() && row.fields.size() != heading_.size())
        row.problem = "has " + std::to_string(row.fields.size()) + (row.fields.size() == 1 ? " field" : " fields") +
                      " where the heading has " + std::to_string(heading_.size()) +
                      "; nothing is shifted to make it fit";
    return true;
}

char parse_delimiter(std::string_view text) {
    if (text != "," && text != ";" && text != "\t" && text != "|") throw bad_input("delimiter is " + detail::quoted(text) + "; write \",\", \";\", \"|\" or \"\\t\"");
    return text.front();
}

}  // namespace comity::v0::detail
