// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gnuplot.hpp"

#include <comity/report.hpp>

#include <vector>

// The pictures of a brief: each is drawn from the table of a figure, and says in words what it shows. Each has a file here, and a script for gnuplot
// beside it; what they share is in drawing.hpp. None is given where the table has nothing to draw.

namespace comity::inline v0::detail {

using pictures = std::vector<picture>;

/// How many still wait, by the time since they were asked: `snapshot::waiting_curve`, and `time_to` of the same groups.
pictures picture_of_waiting(gnuplot&, table const& curves, table const& times);
/// What came in and went out in each step, and what was open: `snapshot::flow`, of one series.
pictures picture_of_flow(gnuplot&, table const& flow);
/// How long the unanswered have waited: `snapshot::ageing`.
pictures picture_of_ageing(gnuplot&, table const& ageing);
/// What two States ask of each other, and get: `snapshot::reciprocity`.
pictures picture_of_reciprocity(gnuplot&, table const& reciprocity);
/// What is due on which day, and what is overdue: the deadlines of a brief, by the first and the last of their days.
pictures picture_of_deadlines(gnuplot&, table const& due, date today);
/// Items of incident assistance, and what was done with them: `snapshot::items`.
pictures picture_of_items(gnuplot&, table const& items);
/// How many hours that took: `snapshot::item_times`.
pictures picture_of_item_times(gnuplot&, table const& times);

}  // namespace comity::v0::detail
