// SPDX-License-Identifier: Apache-2.0
#include <comity/registry.hpp>

#include "pool.hpp"
#include "quoted.hpp"

#include <algorithm>
#include <utility>

namespace comity::inline v0 {

registry registry::open(std::string_view url, open_options options) {
    return registry(std::make_shared<pool>(std::string(url), std::move(options)));
}

registry::registry(std::shared_ptr<pool> p) : pool_(std::move(p)) {}
registry::registry(registry&&) noexcept = default;
registry& registry::operator=(registry&&) noexcept = default;
registry::~registry() = default;

std::shared_ptr<registry::pool> const& registry::opened() const {
    if (!pool_) throw storage_error("the register is closed");
    return pool_;
}

uuid registry::file(request const& r, filing_options const& options) {
    auto const one = filing{.request = r, .options = options};
    return pool::lease(opened())->write({&one, 1}, {}, {}).front();
}

uuid registry::record(uuid const& request, event const& e, recording_options const& options) {
    auto const one = recording{.request = request, .event = e, .options = options};
    return pool::lease(opened())->write({}, {&one, 1}, {}).front();
}

uuid registry::amend(uuid const& request, int seq, event e, recording_options const& options) {
    if (seq < 1) throw bad_input("seq is " + std::to_string(seq) + "; write the number of the entry to amend");
    e.corrects = seq;
    return record(request, e, options);
}

uuid registry::amend(uuid const& request, comity::request const& content, std::string source,
                     recording_options const& options) {
    auto const one = recording{.request = request,
                               .event = {.kind = event_kind::filed, .corrects = 1, .source = std::move(source)},
                               .options = options,
                               .content = content};
    return pool::lease(opened())->write({}, {&one, 1}, {}).front();
}

uuid registry::retract(uuid const& request, int seq, std::string why, recording_options const& options) {
    return amend(request, seq, {.kind = event_kind::retracted, .note = std::move(why)}, options);
}

uuid registry::merge(uuid const& duplicate, uuid const& into, std::string why, recording_options const& options) {
    return record(duplicate, {.kind = event_kind::merged, .other = into, .note = std::move(why)}, options);
}

std::vector<uuid> registry::file_many(std::span<filing const> filings, progress const& tell) {
    return pool::lease(opened())->write(filings, {}, tell);
}

std::vector<uuid> registry::record_many(std::span<recording const> recordings, progress const& tell) {
    return pool::lease(opened())->write({}, recordings, tell);
}

void registry::write(std::span<filing const> filings, std::span<recording const> recordings, progress const& tell) {
    pool::lease(opened())->write(filings, recordings, tell);
}

comity::dossier registry::dossier(uuid const& request, std::optional<cutoff> const& known_on) const {
    return pool::lease(opened())->dossier(request, known_on);
}

std::vector<uuid> registry::find(query const& q, std::optional<cutoff> const& known_on, progress const& tell) const {
    return pool::lease(opened())->find(q, known_on, tell);
}

void registry::each(query const& q, std::function<void(comity::dossier const&)> const& f,
                    std::optional<cutoff> const& known_on, progress const& tell) const {
    pool::lease(opened())->each(q, f, known_on, tell);
}

comity::snapshot registry::snapshot(cutoff const& as_of, std::optional<cutoff> const& known_on, snapshot_options const& options, progress const& tell) const {
    auto state = comity::snapshot::state{.law = law(), .as_of = as_of, .known_on = known_on, .from = {.of = options.of, .deadlines = options.deadlines, .clearance = clearance()}, .columns = {}};
    pool::lease(opened())->take(state, options.visit, tell);
    if (tell) tell(state.columns.size(), state.columns.size());
    return comity::snapshot(std::move(state));
}

comity::snapshot registry::refresh(comity::snapshot const& view, progress const& tell) const {
    if (view.state_->from.position.empty()) throw bad_input("the view was made of dossiers and not taken of a register; take one with snapshot()");
    auto from = view.state_->from;
    if (from.clearance != clearance()) throw bad_input("the view was taken with the clearance " + detail::quoted(from.clearance) + ", and this registry has " + detail::quoted(clearance()) + "; take one anew");
    auto columns = pool::lease(opened())->brought_up_to_date(*view.state_, from.position, tell);
    if (tell) tell(columns.size(), columns.size());
    return comity::snapshot({.law = view.law(), .as_of = view.as_of(), .known_on = view.known_on(), .from = std::move(from), .columns = std::move(columns)});
}

changes registry::changed_since(std::string_view position) const { return pool::lease(opened())->changed_since(position); }

std::map<std::string, uuid> registry::imported(std::string_view source) const { return pool::lease(opened())->imported(source); }

comity::law const& registry::law() const { return opened()->law(); }

std::string const& registry::clearance() const { return opened()->clearance(); }

void registry::close() { pool_.reset(); }

std::size_t registry::write(std::function<std::optional<addition>()> const& next, progress const& tell) {
    return pool::lease(opened())->write(next, tell);
}

// ---- evidence -------------------------------------------------------------------------------------------------------

comity::seal registry::seal(std::string_view private_key, progress const& tell) { return pool::lease(opened())->seal(private_key, tell); }
comity::seal registry::sealed(int number) const { return pool::lease(opened())->sealed(number); }

verification registry::verify(progress const& tell) const { return pool::lease(opened())->verify(nullptr, tell); }
verification registry::verify(comity::seal const& against, progress const& tell) const {
    return pool::lease(opened())->verify(&against, tell);
}

proof registry::prove(uuid const& request, int seq, bool texts) const {
    return pool::lease(opened())->prove(request, seq, texts);
}

// ---- keeping --------------------------------------------------------------------------------------------------------

erasure registry::find_person(std::string_view name, progress const& tell) const { return pool::lease(opened())->find_person(name, tell); }

erasure registry::erase_person(std::string_view name, std::string_view why, progress const& tell) {
    return pool::lease(opened())->erase_person(name, why, tell);
}

void registry::check() const { pool::lease(opened())->check(); }

void registry::backup(std::filesystem::path const& file, progress const& tell) const {
    pool::lease(opened())->backup(file.string(), tell);
}

std::size_t registry::copy_to(registry& to, progress const& tell) const {
    // In one order, so that two registers can be copied into each other at once.
    auto const first = std::min(pool_, to.pool_);
    opened(), to.opened();
    auto const earlier = pool::lease(first);
    auto const ours = pool::lease(opened()), theirs = pool::lease(to.opened());
    return ours->copy_to(*theirs, tell);
}

}  // namespace comity::v0
