// SPDX-License-Identifier: Apache-2.0
#include "reference_keys.hpp"

namespace comity::inline v0::detail {

/// Keys of the other levels, of those that are still free.
void reference_keys::read_the_rest() {
    for (std::size_t s = 0; s < 2; ++s) {
        place_[s].resize(work_.side(s).in.size());
        for (std::uint32_t i = 0; i < work_.side(s).in.size(); ++i) {
            if (!work_.is_free(s, i)) continue;
            place_[s][i] = static_cast<std::uint32_t>(rest_[s].size());
            rest_[s].push_back(i);
        }
    }
    if (rest_[0].empty() || rest_[1].empty()) return;
    for (std::size_t s = 0; s < 2; ++s)
        for (std::size_t which = 0; which < 2; ++which)
            for (auto const i : rest_[s]) bare_[s][which].push_back(work_.plain_of(s, which, i).empty() ? std::string() : work_.reader.read(work_.side(s).references(which)[i], {reading::bare}));
}

void reference_keys::read(std::size_t at) {
    if (work_.left(0).empty() || work_.left(1).empty()) return;
    auto const how = levels[at].how;
    auto const letters_left_out = at - (at - 1) % in_letters, step_left_out = at - in_letters;
    auto as_without_letters = letters_left_out != at, as_without_step = at > in_letters;
    if (as_without_letters && as_without_step && same_as_[letters_left_out] == same_as_[letters_left_out - in_letters]) {  // the step does nothing
        same_as_[at] = same_as_[step_left_out];
        return;
    }
    for (std::size_t s = 0; s < 2; ++s)
        for (std::size_t which = 0; which < 2; ++which) {
            auto& keys = keys_[at][s][which];
            std::size_t place = 0;
            for (auto const i : work_.left(s)) {
                for (; place < place_[s][i]; ++place) keys.push_back({});
                ++place;
                // What is normalised is read on: it is the same, and shorter.
                auto const text = at <= in_letters ? work_.plain_of(s, which, i) : work_.plain_of(s, which, i).empty() ? std::string_view() : bare_[s][which][place_[s][i]];
                auto const key = text.empty() ? std::string() : work_.reader.read(text, {how.steps & (reading::leading_zeros | reading::short_year), how.letters, day_of(work_.side(s).from[i]).year()});
                as_without_letters = as_without_letters && key == of(letters_left_out, s, which, i);
                as_without_step = as_without_step && key == of(step_left_out, s, which, i);
                keys.push_back(key);
            }
        }
    if (as_without_letters) same_as_[at] = same_as_[letters_left_out];
    else if (as_without_step) same_as_[at] = same_as_[step_left_out];
    if (same_as_[at] != at) keys_[at] = {};
}

std::string_view reference_keys::of(std::size_t at, std::size_t s, std::size_t which, std::uint32_t i) const {
    at = same_as_[at];
    if (work_.plain_of(s, which, i).empty()) return {};
    if (levels[at].exact) return work_.side(s).references(which)[i];
    if (at < ready_levels) return work_.plain_of(s, which, i);
    auto const& keys = keys_[at][s][which];
    return keys.size() == 0 ? std::string_view() : keys[place_[s][i]];
}

std::optional<alike> how_alike(std::string_view a, std::string_view b, reference_reader& reader) {
    for (auto const& l : levels)
        if (l.exact ? a == b : reader.read(a, l.how) == reader.read(b, l.how)) return alike{l.how};
    for (int n = 1; n <= 2; ++n)
        for (auto const at : {look_alikes_at, any_latin_at})
            if (edits(code_points(reader.read(a, levels[at].how)), code_points(reader.read(b, levels[at].how)), n) <= n) return alike{levels[at].how, n};
    return {};
}

}  // namespace comity::v0::detail
