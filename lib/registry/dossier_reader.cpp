// SPDX-License-Identifier: Apache-2.0
#include "dossier_reader.hpp"

#include "entry_rules.hpp"

#include <algorithm>

namespace comity::inline v0::detail {

namespace {

std::string entry_number(long long seq) { return "entry " + std::to_string(seq); }

/// Reads a row into a value; a complaint says of which entry.
template <class Cells, class Row> void get(Cells const& cells, Row& row, law const& law) {
    try {
        cells.get(row, law);
    } catch (error& e) {
        e.in(entry_number(cells.seq()));
        throw;
    }
}

/// What belongs to an entry must find it there.
template <class Map> auto& content_of(Map& versions, long long seq, char const* table) {
    auto const found =
        seq < 1 || seq > std::numeric_limits<int>::max() ? versions.end() : versions.find(static_cast<int>(seq));
    if (found == versions.end())
        throw tampered(entry_number(seq) + " carries no request, but table " + table + " has rows of one");
    return found->second;
}

template <class Rows> void check_number(long long number, Rows const& before, long long seq, char const* table) {
    if (number != static_cast<long long>(before.size()) + 1)
        throw tampered(entry_number(seq) + ": " + table + " " + std::to_string(before.size() + 1) +
                       " is missing (found number " + std::to_string(number) + ")");
}

constexpr std::int64_t end_of_time = 253'402'300'800'000'000;  // 10000-01-01

void check_recorded(entry const& e, std::vector<entry> const& before) {
    auto const place = entry_number(e.seq);
    if (e.recorded_at < 0 || e.recorded_at >= end_of_time)
        throw tampered(place + ": recorded_at is " + std::to_string(e.recorded_at) + " µs, outside 1970 to 9999");
    if (!before.empty() && e.recorded_at < before.back().recorded_at)
        throw tampered(place + " was recorded before entry " + std::to_string(before.back().seq));
}

void check_whole(stored_dossier const& d) {
    for (auto const& e : d.history)
        if (carries_request(e.event, e.seq) != d.versions.contains(e.seq))
            throw tampered(entry_number(e.seq) + (d.versions.contains(e.seq) ? " carries a request, and is no filing"
                                                                             : " carries no request"));
}

/// So that nothing counts to a number that somebody wrote into the database.
void check_concerns(stored_dossier const& d) {
    for (auto const& e : d.history) {
        if (e.event.concerns.empty()) continue;
        auto const in_some_version = [&](subject const& s) {
            return std::ranges::any_of(d.versions, [&](auto const& v) { return subject_problem(s, v.second).empty(); });
        };
        for (auto const& s : e.event.concerns)
            if (!in_some_version(s))
                throw tampered(entry_number(e.seq) + ": " + subject_problem(s, d.versions.rbegin()->second));
    }
}

}  // namespace

dossier_reader::parts::parts(soci::session& session, condition const& which)
    : event_texts(session, which),
      concerns(session, which),
      request_texts(session, which),
      bases(session, which),
      persons(session, which),
      person_names(session, which),
      offences(session, which),
      measures(session, which),
      items(session, which),
      documents(session, which),
      related(session, which) {}

dossier_reader::dossier_reader(soci::session& session, law const& law, condition const& which, depth d)
    : law_(law), events_(session, which), requests_(session, which) {
    if (d == depth::whole) parts_.emplace(session, which);
}

void dossier_reader::start() {
    events_.start();
    requests_.start();
    each_part([](auto& cursor) { cursor.start(); });
}

void dossier_reader::start(uuid const& id) {
    auto const text = to_string(id);
    events_.start(text);
    requests_.start(text);
    each_part([&](auto& cursor) { cursor.start(text); });
}

std::optional<stored_dossier> dossier_reader::next() {
    if (events_.at_end()) {
        auto const check = [](auto& cursor) {
            if (!cursor.at_end())
                throw tampered("dossier " + detail::quoted(cursor.row().request()) +
                               " has no entries, but rows of them");
        };
        check(requests_);
        each_part(check);
        return {};
    }
    auto const request = events_.row().request();
    auto const altered = [&](error const& e) {
        return tampered("dossier " + detail::quoted(request) + ": " + e.what());
    };
    try {
        auto result = stored_dossier{.id = parse_uuid(request)};
        if (to_string(result.id) != request) throw tampered("the id is not written in small letters");
        read_events(request, result);
        read_content(request, result);
        check_whole(result);
        check_concerns(result);
        return result;
    } catch (bad_input const& e) {
        throw altered(e);
    } catch (tampered const& e) {
        throw altered(e);
    } catch (unsupported& e) {
        e.in("dossier " + detail::quoted(request));
        throw;
    }
}

void dossier_reader::read_events(std::string const& request, stored_dossier& d) {
    events_.of(request, [&](auto const& cells) {
        auto e = entry{.event = {.kind = event_kind::noted}};
        get(cells, e, law_);
        if (cells.seq() != static_cast<long long>(d.history.size()) + 1)
            throw tampered(entry_number(static_cast<long long>(d.history.size()) + 1) + " is missing (found number " +
                           std::to_string(cells.seq()) + ")");
        e.seq = static_cast<int>(cells.seq());
        check_recorded(e, d.history);
        d.history.push_back(std::move(e));
    });
    if (!parts_) return;
    auto const event_of = [&](auto const& cells, char const* table) -> event& {
        if (cells.seq() < 1 || cells.seq() > static_cast<long long>(d.history.size()))
            throw tampered(entry_number(cells.seq()) + " does not exist, but table " + table + " has rows of it");
        return d.history[static_cast<std::size_t>(cells.seq() - 1)].event;
    };
    parts_->event_texts.of(request, [&](auto const& cells) { get(cells, event_of(cells, "event_text"), law_); });
    parts_->concerns.of(request, [&](auto const& cells) {
        auto& concerns = event_of(cells, "concern").concerns;
        check_number(cells.number(), concerns, cells.seq(), "concern");
        get(cells, concerns.emplace_back(), law_);
    });
}

void dossier_reader::read_content(std::string const& request, stored_dossier& d) {
    requests_.of(request, [&](auto const& cells) {
        if (cells.seq() < 1 || cells.seq() > static_cast<long long>(d.history.size()))
            throw tampered(entry_number(cells.seq()) + " does not exist, but table request has a row of it");
        get(cells, d.versions[static_cast<int>(cells.seq())], law_);
    });
    if (!parts_) return;
    parts_->request_texts.of(
        request, [&](auto const& cells) { get(cells, content_of(d.versions, cells.seq(), "request_text"), law_); });
    auto const list = [&]<class Table, class Row>(cursor<Table>& rows, std::vector<Row> comity::request::*member,
                                                  Row const& blank) {
        rows.of(request, [&](auto const& cells) {
            auto& many = content_of(d.versions, cells.seq(), Table::name).*member;
            check_number(cells.number(), many, cells.seq(), Table::name);
            get(cells, many.emplace_back(blank), law_);
        });
    };
    list(parts_->bases, &comity::request::basis, provision(""));
    list(parts_->persons, &comity::request::persons, {});
    list(parts_->offences, &comity::request::offences, {});
    list(parts_->measures, &comity::request::measures, {});
    list(parts_->items, &comity::request::items, {});
    list(parts_->documents, &comity::request::documents, {});
    list(parts_->related, &comity::request::related, {});
    parts_->person_names.of(request, [&](auto const& cells) {
        auto& persons = content_of(d.versions, cells.seq(), "person_name").persons;
        borne_name borne;
        get(cells, borne, law_);
        if (borne.person < 1 || borne.person > static_cast<int>(persons.size()))
            throw tampered(entry_number(cells.seq()) + ": a name of person " + std::to_string(borne.person) +
                           ", who is not in the request");
        persons[static_cast<std::size_t>(borne.person - 1)].names.push_back(std::move(borne.name));
    });
}

}  // namespace comity::v0::detail
