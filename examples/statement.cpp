// SPDX-License-Identifier: Apache-2.0
// comity-statement OUT.db: writes the made-up register of statement.hpp, says what is in it, and puts the question that the
// public statement of 12 May 2021 answers with "about 50". Run again on the same file, it changes nothing.
#include "statement.hpp"

#include <comity/comity.hpp>

#include <iostream>
#include <map>
#include <set>
#include <string>

int main(int argc, char** argv) {
    if (argc != 2 || argv[1][0] == '-') {
        std::cerr << "usage: comity-statement OUT.db\n";
        return 2;
    }
    try {
        auto const filings = statement::make();
        auto registry = comity::registry::open(argv[1]);
        std::set<comity::uuid> made_up;
        for (auto const& f : filings) made_up.insert(*f.options.id);
        for (auto const& id : registry.find({}))
            if (!made_up.contains(id)) throw comity::bad_input(std::string(argv[1]) + " holds other requests; what is made up goes into a register of its own");
        registry.file_many(filings);

        std::size_t events = 0, items = 0;
        std::map<std::string, int> requests;
        for (auto const& f : filings) {
            events += f.events.size();
            items += f.request.items.size();
            ++requests[to_string(f.request.requesting) + " to " + to_string(f.request.requested) + ", " +
                       std::string(to_string(f.request.kind))];
        }
        std::cout << "Synthetic register: " << filings.size() << " requests, " << events << " events, " << items << " items\n";
        for (auto const& [what, count] : requests) std::cout << "  " << what << ": " << count << '\n';

        using namespace comity::literals;
        auto const which = comity::query{.requesting = "RU"_state, .requested = "GB"_state,
                                         .kind = comity::request_kind::extradition};
        auto const view = registry.snapshot(statement::day_of_the_statement);
        std::cout << "RU to GB, extradition, without an answer on " << view.as_of().day() << ":\n";
        for (auto const& definition : view.law().answers())
            std::cout << "  " << definition.name << ": " << view.unanswered(which, definition.name).rows.size() << '\n';
        if (!(std::cout << std::flush)) throw comity::storage_error("standard output cannot be written to");
    } catch (comity::error const& e) {
        std::cerr << "comity-statement: " << e.what() << '\n';
        return 1;
    }
}
