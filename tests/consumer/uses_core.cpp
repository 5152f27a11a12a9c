// SPDX-License-Identifier: Apache-2.0
// The domain without a database.
#include <comity/date.hpp>

#include <iostream>

int main() {
    auto const arrest = comity::parse_date("2024-02-01");
    std::cout << arrest + comity::days(18) << '\n';  // 2024-02-19
}
