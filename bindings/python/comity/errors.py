# SPDX-License-Identifier: Apache-2.0
"""What can go wrong. A message names the rule or field, the dossier, what was found, and what would be accepted.

Refusal, lapse and delay are outcomes of law and are values, never errors.
"""

__all__ = ["error", "bad_input", "conflict", "not_found", "unsupported", "storage_error", "tampered"]


class error(Exception):
    """All that comity raises of its own."""


class bad_input(error, ValueError):
    """What was given cannot be read, or cannot be: a date that does not exist, a State that asks itself."""


class conflict(error):
    """The register holds something else already: other content under the same id, another sequence number than expected."""


class not_found(error, LookupError):
    """No such dossier, event, instrument or file."""


class unsupported(error):
    """Understood, but not provided by this build, this database or this version of the file."""


class storage_error(error):
    """The database or the disk failed. Nothing of the call was written, unless the message says so."""


class tampered(error):
    """Evidence does not verify: something was altered, deleted, inserted or reordered."""


for _one in (error, bad_input, conflict, not_found, unsupported, storage_error, tampered):
    _one.__module__ = "comity"
