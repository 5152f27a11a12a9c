// SPDX-License-Identifier: Apache-2.0
// Prints the business days of QuantLib's calendars, for comity-rivals: a line per calendar and year, "DE<TAB>2005<TAB>x....xx…",
// a letter per day, x where QuantLib does no business; "end" when all are printed.
//
// QuantLib knows markets, not authorities: of each State the market nearest to its offices is asked, settlement before an exchange.

// <ql/quantlib.hpp> does not compile as C++20 with Boost 1.74; the calendars alone do.
#include <ql/time/calendars/australia.hpp>
#include <ql/time/calendars/austria.hpp>
#include <ql/time/calendars/canada.hpp>
#include <ql/time/calendars/chile.hpp>
#include <ql/time/calendars/china.hpp>
#include <ql/time/calendars/czechrepublic.hpp>
#include <ql/time/calendars/denmark.hpp>
#include <ql/time/calendars/finland.hpp>
#include <ql/time/calendars/france.hpp>
#include <ql/time/calendars/germany.hpp>
#include <ql/time/calendars/hongkong.hpp>
#include <ql/time/calendars/hungary.hpp>
#include <ql/time/calendars/iceland.hpp>
#include <ql/time/calendars/india.hpp>
#include <ql/time/calendars/israel.hpp>
#include <ql/time/calendars/italy.hpp>
#include <ql/time/calendars/japan.hpp>
#include <ql/time/calendars/mexico.hpp>
#include <ql/time/calendars/newzealand.hpp>
#include <ql/time/calendars/norway.hpp>
#include <ql/time/calendars/poland.hpp>
#include <ql/time/calendars/romania.hpp>
#include <ql/time/calendars/russia.hpp>
#include <ql/time/calendars/singapore.hpp>
#include <ql/time/calendars/slovakia.hpp>
#include <ql/time/calendars/southafrica.hpp>
#include <ql/time/calendars/southkorea.hpp>
#include <ql/time/calendars/sweden.hpp>
#include <ql/time/calendars/switzerland.hpp>
#include <ql/time/calendars/target.hpp>
#include <ql/time/calendars/thailand.hpp>
#include <ql/time/calendars/turkey.hpp>
#include <ql/time/calendars/ukraine.hpp>
#include <ql/time/calendars/unitedkingdom.hpp>
#include <ql/time/calendars/unitedstates.hpp>

#include <iostream>
#include <string>
#include <utility>

namespace ql = QuantLib;

int main() {
    std::pair<char const*, ql::Calendar> const calendars[] = {
        {"AT", ql::Austria(ql::Austria::Settlement)},
        {"AU", ql::Australia()},                                // New South Wales
        {"CA", ql::Canada(ql::Canada::Settlement)},
        {"CH-BE", ql::Switzerland()},                           // banks of Zurich
        {"CL", ql::Chile(ql::Chile::SSE)},
        {"CN", ql::China(ql::China::IB)},                       // interbank: works on the weekend days that are exchanged
        {"CZ", ql::CzechRepublic(ql::CzechRepublic::PSE)},
        {"DE", ql::Germany(ql::Germany::Settlement)},
        {"DK", ql::Denmark()},
        {"FI", ql::Finland()},
        {"FR", ql::France(ql::France::Settlement)},
        {"GB-ENG", ql::UnitedKingdom(ql::UnitedKingdom::Settlement)},
        {"HK", ql::HongKong(ql::HongKong::HKEx)},
        {"HU", ql::Hungary()},
        {"IL", ql::Israel(ql::Israel::Settlement)},
        {"IN", ql::India(ql::India::NSE)},
        {"IS", ql::Iceland(ql::Iceland::ICEX)},
        {"IT", ql::Italy(ql::Italy::Settlement)},
        {"JP", ql::Japan()},
        {"KR", ql::SouthKorea(ql::SouthKorea::Settlement)},
        {"MX", ql::Mexico(ql::Mexico::BMV)},
        {"NO", ql::Norway()},
        {"NZ", ql::NewZealand()},                               // Wellington
        {"PL", ql::Poland()},                                   // settlement
        {"RO", ql::Romania(ql::Romania::Public)},
        {"RU", ql::Russia(ql::Russia::Settlement)},
        {"SE", ql::Sweden()},
        {"SG", ql::Singapore(ql::Singapore::SGX)},
        {"SK", ql::Slovakia(ql::Slovakia::BSSE)},
        {"TARGET", ql::TARGET()},
        {"TH", ql::Thailand()},
        {"TR", ql::Turkey()},
        {"UA", ql::Ukraine(ql::Ukraine::USE)},
        {"US", ql::UnitedStates(ql::UnitedStates::Settlement)},
        {"ZA", ql::SouthAfrica()},
    };
    for (auto const& [name, calendar] : calendars)
        for (int year = 2005; year <= 2026; ++year) {
            std::string days;
            for (auto day = ql::Date(1, ql::January, year); day.year() == year; ++day) days += calendar.isBusinessDay(day) ? '.' : 'x';
            std::cout << name << '\t' << year << '\t' << days << '\n';
        }
    std::cout << "end\n";
}
