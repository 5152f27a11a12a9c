// SPDX-License-Identifier: Apache-2.0
#include "seal_file.hpp"

#include "digest.hpp"
#include "form.hpp"
#include "merkle.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <memory>

namespace comity::inline v0 {

using detail::append_field;
using detail::next_field;

namespace {

struct release {
    void operator()(EVP_PKEY* k) const { EVP_PKEY_free(k); }
    void operator()(EVP_MD_CTX* c) const { EVP_MD_CTX_free(c); }
    void operator()(BIO* b) const { BIO_free(b); }
};
template <class T> using owned = std::unique_ptr<T, release>;

std::string signed_text(std::string const& digest) { return "comity seal " + digest; }

unsigned char const* bytes(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }

void check_signature(seal const& s) {
    auto const key = detail::from_hex(s.public_key), signature = detail::from_hex(s.signature);
    auto const text = signed_text(s.digest);
    owned<EVP_PKEY> const public_key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(key), key.size()));
    owned<EVP_MD_CTX> const context(EVP_MD_CTX_new());
    auto const good = public_key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) == 1 &&
                      EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
    if (!good) throw tampered("seal " + std::to_string(s.number) + ": the signature is not that of the key in it");
}

/// Reads the fields of a form one after the other; each may be left out.
class fields {
public:
    explicit fields(std::string_view form) : rest_(form) {}
    std::string optional(std::string_view name) {
        auto const value = next_field(rest_, name);
        if (value && value->empty()) throw bad_input(std::string(name) + " is empty; such a field is left out");
        return std::string(value.value_or(""));
    }
    std::string required(std::string_view name) {
        auto const value = next_field(rest_, name);
        return value ? std::string(*value) : throw bad_input(std::string(name) + " is missing");
    }
    std::int64_t number(std::string_view name) {
        auto const text = optional(name);
        return text.empty() ? 0 : detail::from_form<std::int64_t>(text);
    }
    std::int64_t count(std::string_view name) {
        auto const n = number(name);
        return n < 0 ? throw bad_input(std::string(name) + " is negative") : n;
    }
    std::vector<std::string> each(std::string_view name) {
        std::vector<std::string> values;
        while (auto const v = next_field(rest_, name)) values.emplace_back(*v);
        return values;
    }
    void finish() const {
        if (!rest_.empty()) throw bad_input("something else follows");
    }

private:
    std::string_view rest_;
};

/// What a file is that was given for another one.
std::string kind_of(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kinds{{{"seal:", "a seal"},
                                                                                  {"proof:", "a proof"},
                                                                                  {"-----BEGIN ", "a key in PEM"},
                                                                                  {"SQLite format 3", "a SQLite database, perhaps a register"},
                                                                                  {"{\"format\": \"comity archive\"", "an archive"},
                                                                                  {"\x89" "CMTY", "an archive"}}};
    for (auto const& [begins, kind] : kinds)
        if (text.starts_with(begins)) return std::string(kind);
    return text.empty() ? "empty" : "something else";
}

template <class F> auto reading(char const* what, std::string_view text, F f) {
    try {
        if (!text.starts_with(std::string(what) + ":")) throw bad_input("it is " + kind_of(text) + "; the file of a " + what + " begins with \"" + what + ":\"");
        return f();
    } catch (bad_input& e) {
        e.in(what);
        throw;
    }
}

}  // namespace

namespace detail {

void read_seal_form(seal& s) {
    fields f(s.form);
    if (f.required("form") != "1") throw unsupported("the seal has a form that a newer release writes");
    if (parse_uuid(f.required("request")) != uuid{}) throw bad_input("it is an entry of a request, not a seal");
    auto const number = f.number("seq");
    if (number < 1 || number > 2'000'000'000) throw bad_input("seq is out of range");
    s.number = static_cast<int>(number);
    detail::from_form<uuid>(f.required("id"));
    s.sealed_at = f.count("recorded_at");
    if (s.sealed_at >= end_of_time) throw bad_input("recorded_at is " + std::to_string(s.sealed_at) + " µs, beyond 9999");
    if (f.required("kind") != "sealed") throw bad_input("it is not of kind sealed");
    s.root = f.required("root");
    parse_sha256(s.root);
    s.dossiers = f.count("dossiers");
    s.entries = f.count("entries");
    f.finish();
}

std::string digest_of(seal const& s) {
    return to_hex(bytes_of(link(s.before.empty() ? no_digest : parse_sha256(s.before), s.form)));
}

std::string seal_body(std::string const& root, std::int64_t dossiers, std::int64_t entries) {
    std::string body;
    append_field(body, "root", root);
    if (dossiers) append_field(body, "dossiers", std::to_string(dossiers));
    if (entries) append_field(body, "entries", std::to_string(entries));
    return body;
}

std::string leaf_of(std::string_view request, std::int64_t seq, std::string_view digest) {
    return std::string(request) + ":" + std::to_string(seq) + ":" + std::string(digest);
}

void sign(seal& s, std::string_view pem) {
    owned<BIO> const file(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    // No pass phrase is asked for on the terminal.
    owned<EVP_PKEY> const key(PEM_read_bio_PrivateKey(file.get(), nullptr, [](char*, int, int, void*) { return -1; }, nullptr));
    if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519)
        throw bad_input("the key to sign with is not an Ed25519 private key in PEM, without a pass phrase; make one by: openssl genpkey -algorithm ed25519");
    auto const text = signed_text(s.digest);
    std::array<unsigned char, 32> public_key;
    std::array<unsigned char, 64> signature;
    auto size = public_key.size(), length = signature.size();
    owned<EVP_MD_CTX> const context(EVP_MD_CTX_new());
    if (!context || EVP_PKEY_get_raw_public_key(key.get(), public_key.data(), &size) != 1 ||
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &length, bytes(text), text.size()) != 1)
        throw unsupported("libcrypto cannot sign with Ed25519");
    s.public_key = to_hex({reinterpret_cast<char const*>(public_key.data()), size});
    s.signature = to_hex({reinterpret_cast<char const*>(signature.data()), length});
}

}  // namespace detail

std::string to_string(seal const& s) {
    std::string text;
    append_field(text, "seal", s.form);
    if (!s.before.empty()) append_field(text, "before", s.before);
    append_field(text, "digest", s.digest);
    if (s.public_key.empty()) return text;
    append_field(text, "public_key", s.public_key);
    append_field(text, "signature", s.signature);
    return text;
}

seal parse_seal(std::string_view text) {
    auto result = reading("seal", text, [&] {
        seal s;
        fields f(text);
        s.form = f.required("seal");
        s.before = f.optional("before");
        s.digest = f.required("digest");
        s.public_key = f.optional("public_key");
        s.signature = f.optional("signature");
        f.finish();
        detail::read_seal_form(s);
        if ((s.number == 1) != s.before.empty()) throw bad_input("before is the digest of the seal before; the first seal has none");
        if (s.public_key.empty() != s.signature.empty()) throw bad_input("public_key and signature go together");
        if (!s.public_key.empty() && (detail::from_hex(s.public_key).size() != 32 || detail::from_hex(s.signature).size() != 64))
            throw bad_input("public_key has 64 hexadecimal digits, signature 128");
        return s;
    });
    if (detail::digest_of(result) != result.digest)
        throw tampered("seal " + std::to_string(result.number) + ": its digest is not that of what it says");
    if (!result.public_key.empty()) check_signature(result);
    return result;
}

std::string to_string(proof const& p) {
    std::string text;
    append_field(text, "proof", "1");
    append_field(text, "entry", p.entry);
    if (!p.before.empty()) append_field(text, "before", p.before);
    for (auto const& digest : p.after) append_field(text, "after", digest);
    if (p.leaf) append_field(text, "leaf", std::to_string(p.leaf));
    append_field(text, "leaves", std::to_string(p.leaves));
    for (auto const& digest : p.path) append_field(text, "path", digest);
    if (!p.texts.empty()) append_field(text, "texts", p.texts);
    append_field(text, "seal", to_string(p.seal));
    return text;
}

proof parse_proof(std::string_view text) {
    return reading("proof", text, [&] {
        proof p;
        fields f(text);
        if (f.required("proof") != "1") throw unsupported("the proof has a form that a newer release writes");
        p.entry = f.required("entry");
        p.before = f.optional("before");
        p.after = f.each("after");
        p.leaf = f.count("leaf");
        p.leaves = f.count("leaves");
        p.path = f.each("path");
        p.texts = f.optional("texts");
        p.seal = parse_seal(f.required("seal"));
        f.finish();
        return p;
    });
}

std::vector<std::pair<std::string, std::string>> fields_of(proof const& p) {
    return detail::fields_of(p.entry, p.texts.empty() ? std::nullopt : std::optional<std::string_view>(p.texts));
}

void check(proof const& p, seal const& trusted) {
    try {
        if (p.seal.digest != trusted.digest || p.seal.form != trusted.form)
            throw tampered("it is a proof against another seal, number " + std::to_string(p.seal.number) + ", not number " +
                           std::to_string(trusted.number));
        fields f(p.entry);
        if (f.required("form") != "1") throw unsupported("the entry has a form that a newer release writes");
        auto const request = f.required("request");
        auto const seq = f.number("seq");
        if (seq < 1 || seq > 2'000'000'000 || (seq == 1) != p.before.empty()) throw tampered("its entry and the digest before it do not go together");
        auto head = detail::link(p.before.empty() ? detail::no_digest : detail::parse_sha256(p.before), p.entry);
        for (auto const& digest : p.after) head = detail::link(head, detail::parse_sha256(digest));
        std::vector<detail::sha256_bytes> path;
        for (auto const& digest : p.path) path.push_back(detail::parse_sha256(digest));
        auto const leaf = detail::leaf_of(request, seq + static_cast<std::int64_t>(p.after.size()), detail::to_hex(detail::bytes_of(head)));
        auto const root = detail::root_from_path(leaf, p.leaf, p.leaves, path);
        if (p.leaves != trusted.dossiers || !root || detail::to_hex(detail::bytes_of(*root)) != trusted.root)
            throw tampered("the entry is not in the register that was sealed");
        if (!p.texts.empty()) fields_of(p);
    } catch (bad_input const& e) {
        throw tampered(std::string("proof: ") + e.what());
    } catch (error& e) {
        e.in("proof");
        throw;
    }
}

}  // namespace comity::v0
