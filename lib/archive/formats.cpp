// SPDX-License-Identifier: Apache-2.0
#include "formats.hpp"

#include "quoted.hpp"
#include "transcribe.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <sstream>

// The two formats of an archive's contents, as ARCHIVES.md describes them: records one after the other, each an archive of cereal's.

namespace comity::inline v0::detail {

namespace {

constexpr std::size_t size_bytes = 8;

void check_length(std::string_view record) {
    if (record.size() > most_bytes)
        throw unsupported("it takes " + std::to_string(record.size()) + " bytes, and an archive holds requests of at most " + std::to_string(most_bytes));
}

template <class A> void save(A& to, carried_head const& head) { save_head(to, head); }
template <class A> void save(A& to, carried_dossier const& d) { save_dossier(to, d); }

/// What was read is written in one way only, so that it is the same file when it is written again.
void check_spelling(std::string_view read, std::string_view written) {
    if (read == written) return;
    auto const at = std::ranges::mismatch(read, written).in1 - read.begin();
    throw bad_input("at character " + std::to_string(at + 1) + " it is not as an archive is written");
}

/// What cereal, or the memory, says of a record, as a complaint.
template <class F> auto reading_record(F f) {
    try {
        return f();
    } catch (cereal::Exception const&) {
        throw bad_input("it is cut, or something else stands in its place");
    } catch (std::length_error const&) {
        throw bad_input("something in it says to be longer than memory is");
    }
}

// ---- binary -----------------------------------------------------------------------------------------------------------

using binary_output = cereal::PortableBinaryOutputArchive;

/// What f(archive) writes, in memory that is used again.
class binary_text {
public:
    template <class F> std::string archived(F f) {
        out_.str("");
        {
            binary_output a(out_, binary_output::Options::LittleEndian());
            f(a);
        }
        return out_.str();
    }

private:
    std::ostringstream out_{std::ios::binary};
};

class binary_writer : public archive_format_writer {
public:
    explicit binary_writer(archive_output& to) : to_(to) {}

    void begin(carried_head const& head) override {
        record([&](binary_output& a) { save_head(a, head); });
    }
    void add(carried_dossier const& d) override {
        within("request " + d.rows.request_id, [&] { record([&](binary_output& a) { save_dossier(a, d); }); });
    }
    void end() override {}

private:
    template <class F> void record(F f) {
        auto const text = out_.archived(f);
        check_length(text);
        to_.write(out_.archived([&](binary_output& a) { a(static_cast<std::uint64_t>(text.size())); }).substr(1));
        to_.write(text);
    }
    archive_output& to_;
    binary_text out_{};
};

class binary_reader : public archive_reader {
    using input = cereal::PortableBinaryInputArchive;

    template <class F> auto record(F f) {
        return within(place(), [&] {
            std::uint64_t size = 0;
            auto const bytes = from_.bytes(size_bytes);
            for (auto i = size_bytes; i-- > 0;) size = size << 8 | static_cast<unsigned char>(bytes[i]);
            if (size > most_bytes) throw bad_input("it says to have " + std::to_string(size) + " bytes; at most " + std::to_string(most_bytes) + " are read");
            std::istringstream in(from_.bytes(size), std::ios::binary);
            return reading_record([&] {
                if (in.peek() != 1) throw bad_input("numbers are not written with the lowest byte first");
                binary_input a(in);
                auto result = f(static_cast<input&>(a));
                if (a.left() > 0) throw bad_input(std::to_string(a.left()) + " bytes are left at its end");
                check_spelling(in.view(), again_.archived([&](binary_output& to) { save(to, result); }));
                return result;
            });
        });
    }

public:
    explicit binary_reader(archive_input& from) : from_(from) {}

    carried_head begin() override {
        from_.rewind();
        number_ = 0;
        return record([](input& a) { return load_head(a); });
    }
    std::optional<carried_dossier> next() override {
        ++number_;
        if (from_.at_end()) return {};
        return record([](input& a) { return load_dossier(a); });
    }
    std::string place() const override { return number_ == 0 ? "head" : "record " + std::to_string(number_); }

private:
    archive_input& from_;
    std::size_t number_ = 0;
    binary_text again_{};
};

// ---- JSON -------------------------------------------------------------------------------------------------------------

using json_output = cereal::JSONOutputArchive;
using json_input = cereal::JSONInputArchive;

/// One object on one line.
template <class F> std::string line_of(std::ostringstream& out, F f) {
    out.str("");
    {
        json_output a(out, json_output::Options::NoIndent());
        f(a);
    }
    auto text = out.str();
    std::erase(text, '\n');  // none of them is in a string: there it is written \n
    return text;
}

/// Looks at a text before cereal does, whose reader calls itself for each level, keeps any number of equal names, and cuts a text at a NUL.
class json_check : public nlohmann::json_sax<nlohmann::json> {
public:
    bool null() override { return refuse("null; what is not known is left out"); }
    bool boolean(bool) override { return in_object(); }
    bool number_integer(number_integer_t) override { return in_object(); }
    bool number_unsigned(number_unsigned_t n) override {
        return in_object() && (n <= static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()) || refuse("a number that is too great"));
    }
    bool number_float(number_float_t, string_t const& text) override { return refuse(detail::quoted(text) + "; numbers are whole"); }
    bool string(string_t& text) override { return element() && no_nul(text); }
    bool binary(binary_t&) override { return refuse("binary data"); }
    bool start_object(std::size_t) override { return element() && deeper(true); }
    bool key(string_t& name) override {
        auto& names = levels_.back().names;
        if (!names.insert(name).second) return refuse("the field " + detail::quoted(name) + " twice");
        return (names.size() <= most_fields || refuse("an object of more than " + std::to_string(most_fields) + " fields")) && no_nul(name);
    }
    bool end_object() override { return levels_.pop_back(), true; }
    bool start_array(std::size_t) override { return in_object() && deeper(false); }
    bool end_array() override { return levels_.pop_back(), true; }
    bool parse_error(std::size_t position, std::string const&, nlohmann::json::exception const& e) override {
        auto said = std::string_view(e.what());
        if (auto const reason = said.rfind(": "); reason != said.npos) said.remove_prefix(reason + 2);  // behind its name, and line 1
        else if (auto const name = said.find("] "); name != said.npos) said.remove_prefix(name + 2);
        problem = "column " + std::to_string(position) + ": it is not JSON: " + std::string(said.substr(0, 80));
        return false;
    }

    std::string problem{};

private:
    static constexpr std::size_t most_fields = 64, most_levels = 16;
    bool refuse(std::string what) { return problem = "it has " + std::move(what), false; }
    bool no_nul(std::string const& text) { return text.find('\0') == text.npos || refuse("a NUL character in a text"); }
    bool deeper(bool is_object) {
        levels_.push_back({.is_object = is_object});
        return levels_.size() <= most_levels || refuse("more than " + std::to_string(most_levels) + " levels");
    }
    /// Of a list.
    bool element() {
        if (levels_.empty() || levels_.back().is_object || ++elements_ <= most_parts) return true;
        return problem = too_many_parts().what(), false;
    }
    /// So that a small file does not become large in memory.
    bool in_object() { return (!levels_.empty() && levels_.back().is_object) || refuse("a list of something else than texts and objects"); }

    struct level {
        bool is_object = false;
        std::set<std::string> names{};
    };
    std::vector<level> levels_{};
    std::uint64_t elements_ = 0;
};

constexpr std::string_view dossiers_begin = R"("dossiers": [)", all_ends = "]}";

class json_writer : public archive_format_writer {
public:
    explicit json_writer(archive_output& to) : to_(to) {}

    void begin(carried_head const& head) override {
        auto line = line_of(out_, [&](json_output& a) { save_head(a, head); });
        check_length(line);
        // The envelope has opened the object that these are fields of.
        line.erase(line.begin());
        line.back() = ',';
        to_.write(line + "\n");
        to_.write(dossiers_begin);
    }
    void add(carried_dossier const& d) override {
        within("request " + d.rows.request_id, [&] {
            auto const line = line_of(out_, [&](json_output& a) { save_dossier(a, d); });
            check_length(line);
            to_.write(first_ ? "\n" : ",\n");
            to_.write(line);
            first_ = false;
        });
    }
    void end() override { to_.write("\n" + std::string(all_ends) + "\n"); }

private:
    archive_output& to_;
    std::ostringstream out_{std::ios::binary};
    bool first_ = true;
};

class json_reader : public archive_reader {
public:
    explicit json_reader(archive_input& from) : from_(from) {}

    carried_head begin() override {
        from_.rewind();
        number_ = 1;  // the envelope
        auto line = next_line();
        return within(place(), [&] {
            if (line.empty() || line.back() != ',') throw bad_input("the line does not end with a comma");
            line.back() = '}';
            auto head = object<carried_head>("{" + line, [](json_input& a) { return load_head(a); });
            if (auto const begins = next_line(); begins != dossiers_begin) throw bad_input("line " + std::to_string(number_) + " is not " + std::string(dossiers_begin));
            more_ = true;
            return head;
        });
    }
    std::optional<carried_dossier> next() override {
        auto line = next_line();
        return within(place(), [&]() -> std::optional<carried_dossier> {
            if (line == all_ends) {
                if (more_ && !first_) throw bad_input("a comma stands before the end");
                if (!from_.at_end()) throw bad_input("something stands behind the end");
                return {};
            }
            if (!more_) throw bad_input(line.empty() ? "the line is empty" : "the line before does not end with a comma");
            first_ = false;
            more_ = !line.empty() && line.back() == ',';
            if (more_) line.pop_back();
            return object<carried_dossier>(line, [](json_input& a) { return load_dossier(a); });
        });
    }
    std::string place() const override { return "line " + std::to_string(number_); }

private:
    std::string next_line() {
        ++number_;
        return within(place(), [&] { return from_.line(); });
    }
    template <class T, class F> T object(std::string const& text, F f) {
        json_check check;
        if (!nlohmann::json::sax_parse(text, &check)) throw bad_input(check.problem);
        std::istringstream in(text, std::ios::binary);
        return reading_record([&] {
            json_input a(in);
            auto result = f(a);
            finish_object(a);
            check_spelling(text, line_of(again_, [&](json_output& to) { save(to, result); }));
            return result;
        });
    }

    archive_input& from_;
    std::ostringstream again_{std::ios::binary};
    std::size_t number_ = 1;
    bool more_ = false, first_ = true;
};

}  // namespace

std::unique_ptr<archive_format_writer> writer_of(archive_format format, archive_output& to) {
    if (format == archive_format::json) return std::make_unique<json_writer>(to);
    return std::make_unique<binary_writer>(to);
}

std::unique_ptr<archive_reader> reader_of(archive_input& from) {
    if (from.format() == archive_format::json) return std::make_unique<json_reader>(from);
    return std::make_unique<binary_reader>(from);
}

}  // namespace comity::v0::detail
