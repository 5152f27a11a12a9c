// SPDX-License-Identifier: Apache-2.0
#include "../../lib/registry/random.hpp"

#include <comity/uuid.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <string>

using comity::named_uuid;
using comity::parse_uuid;
using comity::to_string;

TEST_CASE("a UUID is written and read in one form") {
    CHECK(to_string(parse_uuid("01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f")) == "01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f");
    CHECK(to_string(parse_uuid("01889C2E-3F5B-7CC4-9D2E-0A1B2C3D4E5F")) == "01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f");
    for (auto const* text : {"", "x", "01889c2e3f5b7cc49d2e0a1b2c3d4e5f", "{01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f}",
                             "01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5g", "01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5",
                             "01889c2e-3f5b-7cc4-9d2e-0a1b2c3d4e5f0", "01889c2e-3f5b7-cc4-9d2e-0a1b2c3d4e5f",
                             "01889c2e-3f5b-7cc49-d2e-0a1b2c3d4e5f", "------------------------------------"}) {
        INFO(text);
        CHECK_THROWS_AS(parse_uuid(text), comity::bad_input);
    }
}

TEST_CASE("the same name gives the same UUID, for ever") {
    // printf 'register\0row 7' | sha256sum gives da74b176…; version 8 and variant are set over it
    CHECK(to_string(named_uuid("register", "row 7")) == "da74b176-5611-8a24-8471-a3bba4a96fe5");
    CHECK(named_uuid("a", "bc") != named_uuid("ab", "c"));
    CHECK(named_uuid("a", "") != named_uuid("", "a"));
    CHECK(named_uuid("a", "b").version() == boost::uuids::uuid::version_unknown);  // Boost 1.74 knows 1 to 5
    CHECK((named_uuid("a", "b").data[6] >> 4) == 8);
    CHECK(named_uuid("a", "b").variant() == boost::uuids::uuid::variant_rfc_4122);
}

TEST_CASE("a new UUID carries the time and is greater than the one before") {
    using namespace std::chrono;
    auto const before = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    std::set<comity::uuid> seen;
    auto last = comity::uuid{};
    for (int i = 0; i < 100'000; ++i) {
        auto const id = comity::detail::make_uuid7();
        CHECK_UNARY(last < id);
        seen.insert(last = id);
    }
    CHECK(seen.size() == 100'000);
    auto const milliseconds_of = [](comity::uuid const& id) {
        std::int64_t t = 0;
        for (int i = 0; i < 6; ++i) t = t << 8 | id.data[i];
        return t;
    };
    CHECK(milliseconds_of(*seen.begin()) >= before);
    CHECK(milliseconds_of(*seen.begin()) <= before + 10'000);
    CHECK((last.data[6] >> 4) == 7);
    CHECK(last.variant() == boost::uuids::uuid::variant_rfc_4122);
}
