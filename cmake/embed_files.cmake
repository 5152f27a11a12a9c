# SPDX-License-Identifier: Apache-2.0
# Run by comity_embed: writes OUTPUT with the text of every file in FILES (separated by |).
# Each text is cut, at the end of a line, into raw literals of at most 8 kB, which every compiler accepts.
cmake_minimum_required(VERSION 3.25)
string(REPLACE "|" ";" FILES "${FILES}")
set(entries "")
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH path "${BASE}" "${file}")
  file(READ "${file}" text)
  string(LENGTH "${text}" length)
  set(literals "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(FIND "${piece}" "\n" newline REVERSE)  # a cut within a line could split a letter of several bytes
    if(newline GREATER -1)
      math(EXPR newline "${newline} + 1")
      string(SUBSTRING "${piece}" 0 ${newline} piece)
    endif()
    string(APPEND literals "R\"~~~(${piece})~~~\"\n")
    string(LENGTH "${piece}" size)
    math(EXPR at "${at} + ${size}")
  endwhile()
  # The suffix takes the length from the compiler; counting half a megabyte as a constant expression is refused.
  string(APPEND entries "    {\"${path}\", ${literals}\"\"sv},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made at build time; do not edit.
#include \"embedded.hpp\"
#pragma GCC diagnostic ignored \"-Woverlength-strings\"
namespace comity::inline v0::detail {
using namespace std::string_view_literals;
static constexpr embedded_file files[] = {
${entries}};
std::span<embedded_file const> ${NAME}() { return files; }
}
")
