// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// A CSV file (RFC 4180, with any one-character delimiter), row by row, in bounded memory. libcsv does the reading.

namespace comity::inline v0::detail {

struct csv_row {
    std::size_t row = 0;              ///< as a spreadsheet numbers them: the heading is row 1, an empty line is a row too
    std::vector<std::string> fields;  ///< as many as the heading has, byte for byte; of an unreadable row what could be read
    std::string problem;              ///< why it cannot be read; else empty
};

/// Nothing is trimmed, and nothing shifts: a row with more or fewer fields than the heading is unreadable, and so is one with a
/// quotation mark out of place, a field over 1 MiB, a NUL or a byte that is not UTF-8. After a row that libcsv cannot read, reading
/// goes on at the line after the one on which that row began, so that a quotation mark that is never closed costs one line.
class csv_file {
public:
    /// Reads the heading. Throws not_found; bad_input for a heading that cannot be used, with the columns it has.
    csv_file(std::filesystem::path const&, char delimiter);
    csv_file(csv_file&&) noexcept;
    ~csv_file();

    std::string const& name() const;  ///< of the file, without its folder
    std::vector<std::string> const& heading() const;
    std::string columns() const;      ///< the heading as a message lists it

    /// The next row that is not empty; false at the end of the file.
    bool next(csv_row&);

private:
    class reader;
    std::unique_ptr<reader> reader_;
    std::vector<std::string> heading_;
};

/// What may stand between fields: a comma, a semicolon, a bar or a tab. Throws bad_input.
char parse_delimiter(std::string_view);

}  // namespace comity::v0::detail
