// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

// The rows of the four tables, as EVIDENCE.md describes them. migrations/ makes the tables; what is bound, copied and read of
// them follows from `columns`.

namespace comity::inline v0::detail {

/// A column: a text, or an integer of 64 bits.
template <class Row, class Value> struct column_of {
    char const* name;
    Value Row::*member;
};
template <class Row, class Value> column_of(char const*, Value Row::*) -> column_of<Row, Value>;

struct event_row {
    std::string request_id{};
    long long seq = 0;
    std::string event_id{};
    long long recorded_at = 0;
    std::string kind{}, happened{}, other_id{}, body{}, digest{};

    static constexpr auto table = "event";
    static constexpr auto key = "request_id, seq";
    static constexpr std::tuple columns{
        column_of{"request_id", &event_row::request_id}, column_of{"seq", &event_row::seq},
        column_of{"event_id", &event_row::event_id},     column_of{"recorded_at", &event_row::recorded_at},
        column_of{"kind", &event_row::kind},             column_of{"happened", &event_row::happened},
        column_of{"other_id", &event_row::other_id},     column_of{"body", &event_row::body},
        column_of{"digest", &event_row::digest},
    };
};

struct request_row {
    std::string request_id{};
    long long seq = 0;
    std::string kind{}, requesting{}, requested{}, reference{}, requested_reference{}, made{}, handling{}, origin_source{},
        origin_key{}, body{};

    static constexpr auto table = "request";
    static constexpr auto key = "request_id, seq";
    static constexpr std::tuple columns{
        column_of{"request_id", &request_row::request_id},
        column_of{"seq", &request_row::seq},
        column_of{"kind", &request_row::kind},
        column_of{"requesting", &request_row::requesting},
        column_of{"requested", &request_row::requested},
        column_of{"reference", &request_row::reference},
        column_of{"requested_reference", &request_row::requested_reference},
        column_of{"made", &request_row::made},
        column_of{"handling", &request_row::handling},
        column_of{"origin_source", &request_row::origin_source},
        column_of{"origin_key", &request_row::origin_key},
        column_of{"body", &request_row::body},
    };
};

struct text_row {
    std::string request_id{};
    long long seq = 0;
    std::string content{};

    static constexpr auto table = "private_text";
    static constexpr auto key = "request_id, seq";
    static constexpr std::tuple columns{column_of{"request_id", &text_row::request_id}, column_of{"seq", &text_row::seq},
                                        column_of{"content", &text_row::content}};
};

struct sealed_row {
    std::string request_id{};
    long long seal = 0;
    long long seq = 0;
    std::string digest{};

    static constexpr auto table = "sealed";
    static constexpr auto key = "request_id, seal";
    static constexpr std::tuple columns{column_of{"request_id", &sealed_row::request_id}, column_of{"seal", &sealed_row::seal},
                                        column_of{"seq", &sealed_row::seq}, column_of{"digest", &sealed_row::digest}};
};

/// Calls f(name, value) for each column of a row.
template <class Row, class F> void each_column(Row& row, F f) {
    std::apply([&](auto const&... column) { (f(column.name, row.*column.member), ...); }, std::remove_const_t<Row>::columns);
}

/// "request_id, seq, …"; with ":" before each, what binds to them.
template <class Row> std::string column_names(char const* before = "") {
    std::string list;
    Row row;
    each_column(row, [&](char const* name, auto&) { ((list += list.empty() ? "" : ", ") += before) += name; });
    return list;
}

/// An entry as it lies in the tables.
struct entry_rows {
    event_row event{};
    std::optional<request_row> request{};
    std::optional<text_row> texts{};
};

/// Rows that are to be added.
struct row_batch {
    std::vector<event_row> events{};
    std::vector<request_row> requests{};
    std::vector<text_row> texts{};
    std::vector<sealed_row> sealed{};

    void add(entry_rows rows) {
        bytes_ += rows.event.body.size() + (rows.request ? rows.request->body.size() : 0) + (rows.texts ? rows.texts->content.size() : 0);
        events.push_back(std::move(rows.event));
        if (rows.request) requests.push_back(std::move(*rows.request));
        if (rows.texts) texts.push_back(std::move(*rows.texts));
    }
    std::size_t size() const { return events.size() + requests.size() + texts.size() + sealed.size(); }
    void clear() { events.clear(), requests.clear(), texts.clear(), sealed.clear(), bytes_ = 0; }
    /// Whether they had better go to the database, before they fill the memory.
    bool is_full() const { return size() > 5000 || bytes_ > 32'000'000; }
    /// Calls f(rows) for each table: what others refer to first.
    template <class F> void each(F f) const { f(events), f(requests), f(texts), f(sealed); }

private:
    std::size_t bytes_ = 0;
};

}  // namespace comity::v0::detail
