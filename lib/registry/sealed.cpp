// SPDX-License-Identifier: Apache-2.0
#include "sealed.hpp"

#include "quoted.hpp"
#include "seal_file.hpp"

#include <algorithm>

namespace comity::inline v0::detail {

namespace {

std::string the_seal(long long number) { return "seal " + std::to_string(number); }

[[noreturn]] void missing(sealed_row const& row) {
    throw tampered("dossier " + detail::quoted(row.request_id) + " is missing: " + the_seal(row.seal) + " covers its " + std::to_string(row.seq) + " entries");
}

}  // namespace

seal read_seal(entry_rows const& row, std::string const& before) {
    auto const place = the_seal(row.event.seq);
    if (row.request || row.texts) throw tampered(place + " has rows that a seal does not have");
    seal s{.form = form_of_entry(row), .before = before, .digest = row.event.digest};
    try {
        read_seal_form(s);
        if (digest_of(s) != s.digest) throw tampered("it is not as it was made, or the one before it was altered: its digest differs");
    } catch (bad_input const& e) {
        throw tampered(place + ": " + e.what());
    } catch (tampered& e) {
        e.in(place);
        throw;
    }
    return s;
}

std::vector<seal> read_seals(std::span<entry_rows const> rows, std::string const& before) {
    std::vector<seal> seals;
    for (auto const& row : rows) {
        seals.push_back(read_seal(row, seals.empty() ? before : seals.back().digest));
        if (seals.size() > 1 && seals.back().sealed_at < seals[seals.size() - 2].sealed_at)
            throw tampered(the_seal(row.event.seq) + " was made before the seal before it");
    }
    return seals;
}

std::vector<sealed_row> sealed_reader::of(std::string const& request) {
    std::vector<sealed_row> rows;
    for (; !cursor_.at_end() && cursor_.row().request_id <= request; cursor_.advance()) {
        if (cursor_.row().request_id < request) missing(cursor_.row());
        rows.push_back(cursor_.row());
    }
    return rows;
}

void sealed_reader::finish() {
    if (!cursor_.at_end()) missing(cursor_.row());
}

void heads_at::add(std::span<sealed_row const> rows, bool watched) {
    sealed_row const* head = nullptr;
    for (auto const& row : rows)
        if (row.seal <= seal) head = &row;
    if (head) tree.add(leaf_of(head->request_id, head->seq, head->digest), watched);
}

void growth::add(dossier_rows const& d, std::span<sealed_row const> rows) {
    long long seal = 0, seq = 0;
    for (auto const& row : rows) {
        auto const place = "dossier " + detail::quoted(d.request_id) + ": ";
        auto const of_seal = the_seal(row.seal);
        if (row.seal <= seal || row.seal >= static_cast<long long>(entries_.size()) || row.seq <= seq)
            throw tampered(place + of_seal + " is not in the register, or its row in table sealed was altered");
        if (row.seq > static_cast<long long>(d.entries.size()))
            throw tampered(place + "entry " + std::to_string(d.entries.size() + 1) + " is missing: " + of_seal + " covers " +
                           std::to_string(row.seq) + " entries");
        if (d.entries[static_cast<std::size_t>(row.seq - 1)].event.digest != row.digest)
            throw tampered(place + "entry " + std::to_string(row.seq) + " or one before it is not the one that was sealed (" + of_seal + ")");
        if (seal == 0) ++dossiers_[static_cast<std::size_t>(row.seal)];
        entries_[static_cast<std::size_t>(row.seal)] += row.seq - seq;
        auto& latest = latest_[static_cast<std::size_t>(row.seal)];
        latest = std::max<std::int64_t>(latest, d.entries[static_cast<std::size_t>(row.seq - 1)].event.recorded_at);
        seal = row.seal, seq = row.seq;
    }
}

void growth::check(std::vector<seal> const& seals) const {
    std::int64_t dossiers = 0, entries = 0;
    for (auto const& s : seals) {
        dossiers += dossiers_[static_cast<std::size_t>(s.number)];
        entries += entries_[static_cast<std::size_t>(s.number)];
        if (s.dossiers != dossiers || s.entries != entries)
            throw tampered(the_seal(s.number) + " covers " + std::to_string(s.entries) + " entries of " + std::to_string(s.dossiers) +
                           " dossiers, and the register has " + std::to_string(entries) + " of " + std::to_string(dossiers) + " that it covers");
        if (auto const latest = latest_[static_cast<std::size_t>(s.number)]; latest > s.sealed_at + clock_tolerance)
            throw tampered(the_seal(s.number) + " of " + to_string(instant(s.sealed_at)) + " covers an entry that was recorded later, " + to_string(instant(latest)));
    }
}

}  // namespace comity::v0::detail
