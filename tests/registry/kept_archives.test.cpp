// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

// Registers live for decades: what any release wrote is read by this one, and by its evidence. See tests/archive/README.md.

using namespace test;

namespace {

std::vector<std::filesystem::path> releases() {
    std::vector<std::filesystem::path> folders;
    for (auto const& entry : std::filesystem::directory_iterator(COMITY_SOURCE_DIR "/tests/archive"))
        if (entry.is_directory()) folders.push_back(entry.path());
    return folders;
}

}  // namespace

TEST_CASE("archives that earlier releases wrote are read, to the last entry, and written again as they were") {
    auto const folders = releases();
    REQUIRE_FALSE(folders.empty());
    for (auto const& folder : folders) {
        auto const second = comity::parse_seal(content_of(folder / "2.seal")), third = comity::parse_seal(content_of(folder / "3.seal"));
        CHECK_FALSE(second.signature.empty());
        for (auto const* const ending : {".comity", ".json"}) {
            INFO(folder.string() << ' ' << ending);
            database db;
            auto registry = db.open();
            auto const whole = folder / (std::string("whole") + ending), some = folder / (std::string("some") + ending);
            auto const read = registry.import_archive(whole, {.against = second});
            CHECK(read.requests == 10);
            CHECK(read.seals == 3);
            CHECK(read.seals_kept);
            auto const v = registry.verify(third);
            CHECK(v.entries == read.entries);
            CHECK(v.erased_texts > 0);
            CHECK(v.unsealed_entries == 1);
            registry.export_archive(db.folder() / ("again" + std::string(ending)));
            CHECK(content_of(db.folder() / ("again" + std::string(ending))) == content_of(whole));
            CHECK(registry.import_archive(some, {.against = third}).unchanged == 1);

            // What the request was, as `make-register` filed it.
            auto const d = registry.dossier(comity::named_uuid("evidence", "0"));
            CHECK(d.request().reference == "2009/114-β");
            CHECK(d.request().urgency_reason == "the hearing is near\nand cannot wait");
            CHECK(to_string(*d.request().made_on) == "2009-08");
            CHECK(d.request().persons[0].names[1].text == "Жан Дюпон");
            CHECK(d.request().persons[1].names[0].text == comity::erased);
            CHECK(to_string(*d.request().items[0].observed_on).starts_with("2017-11-05T09:17:00+01:00"));
            CHECK(d.request().documents.size() == 3);
            CHECK(d.history().front().event.known_since == date(2012, 1, 1));
        }
    }
}
