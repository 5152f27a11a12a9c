// SPDX-License-Identifier: Apache-2.0
#pragma once

// Everything, for programs and examples. A program that only reads law or counts days includes what it uses.

#include "answer.hpp"
#include "calendar.hpp"
#include "claim.hpp"
#include "counting.hpp"
#include "deadline.hpp"
#include "dossier.hpp"
#include "evidence.hpp"
#include "handling.hpp"
#include "icalendar.hpp"
#include "instrument.hpp"
#include "intake.hpp"
#include "law.hpp"
#include "legal_basis.hpp"
#include "period.hpp"
#include "published.hpp"
#include "ready_tables.hpp"
#include "reconcile.hpp"
#include "registry.hpp"
#include "report.hpp"
#include "snapshot.hpp"
#include "standing.hpp"
#include "survival.hpp"
#include "time_limit.hpp"
#include "version.hpp"
