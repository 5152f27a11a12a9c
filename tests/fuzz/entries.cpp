// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"

#include "registry/entry_form.hpp"

#include <charconv>

using namespace comity;

// Rows of a register's tables as anybody may have written them: the columns of event, of request and of private_text, one after the other.

static long long number(std::string_view text) {
    long long n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
}

static fuzz::target const entries("entries", [](std::string_view input) {
    auto const cells = fuzz::parts(input, 21);
    std::size_t at = 0;
    auto const take = [&](auto& row) {
        std::apply([&](auto const&... column) {
            ([&](auto& member) {
                if constexpr (std::is_same_v<std::remove_reference_t<decltype(member)>, std::string>) member = cells[at++];
                else member = number(cells[at++]);
            }(row.*column.member), ...);
        }, std::remove_reference_t<decltype(row)>::columns);
    };
    detail::entry_rows rows;
    take(rows.event);
    if (!cells[9].empty()) take(rows.request.emplace());
    if (!cells.back().empty()) rows.texts = detail::text_row{.request_id = rows.event.request_id, .seq = rows.event.seq, .content = std::string(cells.back())};

    auto const law = law::built_in();
    std::vector<detail::text_place> gone;
    fuzz::read([&] { return detail::from_rows(rows, law, detail::depth::whole, gone); });
    fuzz::read([&] { return detail::texts_of(rows, law); });
    fuzz::read([&] { return detail::fields_of(detail::form_of_entry(rows), cells.back()); });
    if (auto const facts = fuzz::read([&] { return detail::from_rows(rows, law, detail::depth::facts, gone); })) {
        auto const* const asked = facts->content ? &*facts->content : nullptr;
        auto const written = fuzz::read([&] { return detail::to_rows(uuid{}, facts->entry, asked, facts->origin ? &*facts->origin : nullptr, facts->erases); });
        fuzz::require(written.has_value(), "what can be read can be written");
        auto const again = detail::from_rows(*written, law, detail::depth::facts, gone);
        fuzz::require(again.entry.event == facts->entry.event && again.entry.id == facts->entry.id && again.content == facts->content, "what is written is read as the same entry");
    }
});
