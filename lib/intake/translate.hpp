// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mapping.hpp"
#include "row_book.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

// From rows to requests and their events, as the mapping says; without a database.

namespace comity::inline v0::detail {

/// An event that a row speaks of.
struct drafted_event {
    std::string name{};                ///< what its id is made from, within the register
    std::optional<uuid> id{};          ///< its own, if the file says it
    bool is_new = false;               ///< the file says that it has none yet
    std::size_t row = 0;
    std::string column{};              ///< where its kind is read, and what stands there: for remarks
    std::string value{};
    comity::event event;
};

/// A request that the file speaks of, with its events in the order of their dates.
struct draft {
    std::string key;                   ///< the cells of its key columns, joined by U+001F
    std::size_t row = 0;               ///< that carries it
    bool is_new = false;               ///< the file says that it has no id yet
    comity::filing filing{};           ///< `events` is left empty
    std::vector<drafted_event> events{};
    std::vector<std::size_t> parts{};  ///< the rows of its parts
    std::vector<uuid> event_ids{};     ///< that its rows give, be they refused
    std::vector<std::string> absent{}; ///< names of events that its row could hold, and does not
};

/// Reads a file request by request.
class translator {
public:
    /// The mapping must be bound to the file.
    translator(csv_file&, mapping const&, law const&, row_book&, progress const&);
    translator(translator const&) = delete;
    ~translator();

    /// The next request, in the order of the file; none at its end. With rows = "events" the file is read to its end before the first, unless the rows of a
    /// request stand together.
    std::optional<draft> next();
    /// Whether there was a row of this request, be it refused.
    bool has(std::string const& request_key) const;
    /// With rows = "events", of every row whose event has no id of its own, be it refused.
    std::vector<std::string> const& row_keys() const;
    /// Those that rows give which could not be read: these are not gone from the file.
    std::set<uuid> const& unread_ids() const;

private:
    class reader;
    std::unique_ptr<reader> reader_;
};

/// A key as it is shown: "case 12 / 3".
std::string readable_key(std::string_view key);

}  // namespace comity::v0::detail
