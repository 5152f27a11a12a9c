// SPDX-License-Identifier: Apache-2.0
#pragma once

// Everything, for programs and examples. A program that only reads law or counts days includes what it uses.

#include "answer.hpp"
#include "dossier.hpp"
#include "intake.hpp"
#include "law.hpp"
#include "registry.hpp"
#include "report.hpp"
#include "snapshot.hpp"
#include "standing.hpp"
#include "version.hpp"
