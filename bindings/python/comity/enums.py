# SPDX-License-Identifier: Apache-2.0
"""The words that comity knows, as enumerations. Wherever one is meant its word is accepted too, and each is equal to its word."""

import enum


class Word(str, enum.Enum):
    """A member of an enumeration: a str, equal to its word."""

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return f"comity.{type(self).__name__}.{self.name}"

    def __format__(self, spec: str) -> str:
        return format(self.value, spec)


class ArchiveFormat(Word):
    """A format of an archive: the same content in both."""

    binary = "binary"
    json = "json"


class AuthorityKind(Word):
    """What kind of authority acts."""

    unspecified = "unspecified"
    central = "central"
    judicial = "judicial"
    prosecutor = "prosecutor"
    executive = "executive"
    police = "police"
    diplomatic = "diplomatic"
    contact_point_24_7 = "contact_point_24_7"
    incident_response = "incident_response"


class Bearing(Word):
    """How an instrument bears on a request between two States."""

    binds = "binds"
    supplements = "supplements"
    subsidiary = "subsidiary"
    displaced = "displaced"
    domestic = "domestic"


class Between(Word):
    """Whether non-working days within a period count."""

    counted = "counted"
    excluded = "excluded"


class BoundParty(Word):
    """Who has to act, or refrain, within a period."""

    requesting = "requesting"
    requested = "requested"
    person = "person"
    executive = "executive"
    court = "court"
    provider = "provider"
    either = "either"


class Channel(Word):
    """The way a request took."""

    unspecified = "unspecified"
    diplomatic = "diplomatic"
    central_authorities = "central_authorities"
    direct = "direct"
    interpol = "interpol"
    contact_point_24_7 = "contact_point_24_7"
    incident_response = "incident_response"


class Circumstance(Word):
    """What must be so of the request for a limit to exist."""

    urgent = "urgent"
    requesting_outside_europe = "requesting_outside_europe"
    contiguous_states = "contiguous_states"
    person_not_national = "person_not_national"


class ColumnType(Word):
    """What a column of a Table holds."""

    text = "text"
    word = "word"
    integer = "integer"
    number = "number"
    date = "date"
    identifier = "identifier"


class ConsentToBeBound(Word):
    """How a party came to be bound."""

    ratification = "ratification"
    accession = "accession"
    acceptance = "acceptance"
    approval = "approval"
    succession = "succession"
    provisional = "provisional"
    national_law = "national_law"
    bilateral = "bilateral"


class CountedThing(Word):
    """What a claim counts."""

    requests = "requests"
    unanswered = "unanswered"
    granted = "granted"
    refused = "refused"
    surrendered = "surrendered"
    items_reported = "items_reported"
    items_suppressed = "items_suppressed"
    main_origins = "main_origins"


class Custody(Word):
    """How a person is held."""

    unknown = "unknown"
    at_liberty = "at_liberty"
    held = "held"
    on_bail = "on_bail"
    surrendered = "surrendered"


class DayOffKind(Word):
    """Why a dated day is off."""

    recurring = "recurring"
    observed = "observed"
    transferred = "transferred"
    one_off = "one_off"


class DeadlineStatus(Word):
    """What has become of a deadline."""

    pending = "pending"
    met = "met"
    met_late = "met_late"
    missed = "missed"
    disputed = "disputed"
    suspended = "suspended"
    superseded = "superseded"
    discontinued = "discontinued"
    waived = "waived"
    not_computable = "not_computable"


class Direction(Word):
    """In which direction a period is counted."""

    forward = "forward"
    backward = "backward"


class Doubt(Word):
    """Why a result is less than certain."""

    provisional = "provisional"
    two_readings = "two_readings"
    approximate = "approximate"
    unverified = "unverified"


class Effect(Word):
    """What follows when a period runs out, beside what its nature says."""

    on_application = "on_application"
    reasonable_cause = "reasonable_cause"
    deemed_granted = "deemed_granted"
    deemed_refused = "deemed_refused"
    deemed_decided = "deemed_decided"
    bars_request = "bars_request"
    rearrest_allowed = "rearrest_allowed"
    duty_survives = "duty_survives"
    report_due = "report_due"


class Exemption(Word):
    """A kind of period whose last day stays where it falls."""

    custody = "custody"
    backward = "backward"
    hours = "hours"
    years = "years"


class Format(Word):
    """A format of a Brief."""

    html = "html"
    markdown = "markdown"
    csv = "csv"
    json = "json"
    workbook = "workbook"
    ics = "ics"


class HourStart(Word):
    """Where hours start to run."""

    instant = "instant"
    next_full_hour = "next_full_hour"


class InstrumentForm(Word):
    """What kind of instrument it is."""

    multilateral = "multilateral"
    bilateral = "bilateral"
    eu = "eu"
    statute = "statute"
    practice = "practice"
    human_rights = "human_rights"


class ItemKind(Word):
    """What a malicious source is."""

    ipv4 = "ipv4"
    ipv6 = "ipv6"
    url = "url"
    domain = "domain"
    autonomous_system = "autonomous_system"
    account = "account"
    hash = "hash"
    other = "other"


class Key(Word):
    """By what a figure is broken down."""

    requesting = "requesting"
    requested = "requested"
    direction = "direction"
    kind = "kind"
    instrument = "instrument"
    measure = "measure"
    offence = "offence"
    offence_category = "offence_category"
    urgency = "urgency"
    channel = "channel"
    handling = "handling"
    language = "language"
    requesting_authority = "requesting_authority"
    requested_authority = "requested_authority"
    consent = "consent"
    counterpart = "counterpart"
    year = "year"


class LengthSource(Word):
    """Where the length of a time limit comes from."""

    text = "text"
    appointed = "appointed"
    appointed_if_later = "appointed_if_later"
    trigger = "trigger"
    treaty = "treaty"
    declaration = "declaration"
    domestic = "domestic"


class Limits(Word):
    """How confidence limits are made: symmetric about log S, about log(−log S), or about S itself."""

    log = "log"
    log_log = "log-log"
    plain = "plain"


class MonthEnd(Word):
    """On which day a period of months or years ends."""

    same_number_else_last = "same_number_else_last"
    day_before = "day_before"
    end_of_month_sticks = "end_of_month_sticks"
    refuse = "refuse"
    silent = "silent"


class NameKind(Word):
    """What kind of name it is."""

    usual = "usual"
    former = "former"
    alias = "alias"
    transliteration = "transliteration"


class Nature(Word):
    """What a text attaches to a period."""

    permissive_release = "permissive_release"
    mandatory_release = "mandatory_release"
    maximum = "maximum"
    target = "target"
    minimum = "minimum"
    lapse = "lapse"


class NonWorking(Word):
    """What makes a day one on which nothing can be done."""

    weekend = "weekend"
    saturday = "saturday"
    sunday = "sunday"
    holiday = "holiday"
    uncertain = "uncertain"
    deadline = "deadline"


class Outcome(Word):
    """What was got: by a person, a measure, an offence, an item, or by the request as a whole."""

    pending = "pending"
    granted = "granted"
    partly_granted = "partly_granted"
    executed = "executed"
    refused = "refused"
    postponed = "postponed"
    withdrawn = "withdrawn"
    returned = "returned"
    transferred = "transferred"
    lapsed = "lapsed"


class PersonRole(Word):
    """What a person is in a request."""

    sought = "sought"
    suspect = "suspect"
    accused = "accused"
    convicted = "convicted"
    witness = "witness"
    expert = "expert"
    victim = "victim"
    third_party = "third_party"


class Precision(Word):
    """How exactly it is known when something happened."""

    instant = "instant"
    day = "day"
    month = "month"
    year = "year"
    interval = "interval"


class ReadingOfText(Word):
    """How well a row of the law is known."""

    text = "text"
    secondary = "secondary"
    transposition = "transposition"
    case = "case"
    not_read = "not read"


class ReadyTable(Word):
    """The tables that reviewers and parliaments ask for."""

    fatf = "fatf"
    parliament = "parliament"
    t_cy = "t-cy"
    eaw = "eaw"
    directive_2023_977 = "directive-2023-977"
    eio = "eio"


class Relation(Word):
    """How a request stands to another."""

    competing = "competing"
    follows = "follows"
    supplements = "supplements"
    repeats = "repeats"


class Repetition(Word):
    """How a second event of a kind stands to the first."""

    another = "another"
    lasts = "lasts"
    replaces = "replaces"


class RequestKind(Word):
    """What is asked for."""

    extradition = "extradition"
    provisional_arrest = "provisional_arrest"
    surrender = "surrender"
    mutual_legal_assistance = "mutual_legal_assistance"
    preservation = "preservation"
    disclosure = "disclosure"
    freezing = "freezing"
    confiscation = "confiscation"
    service = "service"
    transfer_of_proceedings = "transfer_of_proceedings"
    consent = "consent"
    incident_assistance = "incident_assistance"


class Roll(Word):
    """Where the last day goes if nothing can be done on it."""

    none = "none"
    next = "next"
    previous = "previous"
    onward = "onward"


class Side(Word):
    """Whose act something is, or whose turn."""

    nobody = "nobody"
    requesting = "requesting"
    requested = "requested"
    person = "person"
    third = "third"
    register = "register"


class Silence(Word):
    """How long nothing has been heard from the requested side."""

    none = "none"
    since_sending = "since_sending"
    since_acknowledgement = "since_acknowledgement"
    since_reminder = "since_reminder"


class Stage(Word):
    """Where a request stands in the procedure."""

    made = "made"
    transmitted = "transmitted"
    received = "received"
    returned = "returned"
    forwarded = "forwarded"
    registered = "registered"
    admissible = "admissible"
    closed = "closed"


class Step(Word):
    """By what a period is divided."""

    month = "month"
    quarter = "quarter"
    year = "year"


class SubjectKind(Word):
    """What an event can concern within a request."""

    person = "person"
    measure = "measure"
    offence = "offence"
    item = "item"


class TriggerChoice(Word):
    """Which of several triggers counts."""

    each = "each"
    first = "first"
    latest = "latest"


class TriggerDay(Word):
    """Whether the day on which a period starts to run is its first day."""

    excluded = "excluded"
    included = "included"
    silent = "silent"


class Verdict(Word):
    """What became of a claim."""

    holds = "true"
    fails = "false"
    depends = "depends"


class VersionDay(Word):
    """By which day the version of the law is chosen."""

    trigger = "trigger"
    request = "request"


class Weekday(Word):
    """A day of the week."""

    monday = "Monday"
    tuesday = "Tuesday"
    wednesday = "Wednesday"
    thursday = "Thursday"
    friday = "Friday"
    saturday = "Saturday"
    sunday = "Sunday"
