// SPDX-License-Identifier: Apache-2.0
// comity-statement OUT.db [THEIRS.db]: writes the made-up register of statement.hpp, says what is in it, and puts the question that the
// public statement of 12 May 2021 answers with "about 50"; and, if asked, the register that the other side might keep of the same requests, to be held against it. Run again on
// the same files, it changes nothing.
#include "program.hpp"
#include "statement.hpp"

#include <comity/comity.hpp>

#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

comity::registry written(std::string const& where, std::vector<comity::filing> const& filings) {
    auto registry = comity::registry::open(where);
    std::set<comity::uuid> made_up;
    for (auto const& f : filings) made_up.insert(*f.options.id);
    for (auto const& id : registry.find({}))
        if (!made_up.contains(id)) throw comity::bad_input(where + " holds other requests; what is made up goes into a register of its own");
    registry.file_many(filings);
    return registry;
}

void make(std::string const& ours, std::string const& theirs) {
    auto const filings = statement::make();
    auto const registry = written(ours, filings);

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
    if (theirs.empty()) return;

    statement::other_side_counts counts;
    auto const others = statement::kept_by_the_other_side(filings, counts);
    written(theirs, others);
    std::cout << "The other side's register, as synthetic: " << others.size() << " requests; of ours " << counts.never_registered << " never registered, " << counts.answered
              << " answered by a letter that did not arrive, " << counts.other_date << " under another date, " << counts.mangled_reference << " with a mangled reference, "
              << counts.entered_twice << " entered twice\n";
}

}  // namespace

int main(int argc, char** argv) {
    std::string ours, theirs;
    auto app = CLI::App("Writes a made-up register, and if asked the one that the other side might keep of the same requests.", "comity-statement");
    app.add_option("ours", ours, "A file; run again on the same one, it changes nothing")->required()->type_name("OUT.db");
    app.add_option("theirs", theirs, "Another file, for the other side's register")->type_name("THEIRS.db");
    return run(app, argc, argv, [&] {
        make(ours, theirs);
        return status::done;
    });
}
