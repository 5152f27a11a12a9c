# SPDX-License-Identifier: Apache-2.0
# comity_embed(TARGET NAME BASE FILE…) puts the files into TARGET as text, found at run time by their path
# relative to BASE. It defines, in a source file of its own,
#     std::span<comity::detail::embedded_file const> comity::detail::NAME();
# (declared in lib/embedded.hpp). Files change, the source is made again.
set(COMITY_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/embed_files.cmake")
function(comity_embed target name base)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/embedded_${name}.cpp")
  string(JOIN "|" files ${ARGN})
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DNAME=${name}" "-DBASE=${base}" "-DFILES=${files}" "-DOUTPUT=${output}"
            -P "${COMITY_EMBED_SCRIPT}"
    DEPENDS ${ARGN} "${COMITY_EMBED_SCRIPT}"
    COMMENT "Embedding ${name}"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()
