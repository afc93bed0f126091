// Digests by OpenSSL's EVP. Pure; one Digester belongs to one thread at a time.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

struct evp_md_ctx_st;

namespace gantry {

enum class DigestKind { Md5, Sha256 };

class Digester
{
public:
    explicit Digester(DigestKind kind);
    ~Digester();
    Digester(Digester &&) noexcept;
    Digester &operator=(Digester &&) noexcept;

    void add(QByteArrayView bytes);
    QByteArray result(); // raw bytes; ends the digest: afterwards the Digester starts anew

private:
    struct ContextDeleter
    {
        void operator()(evp_md_ctx_st *context) const;
    };
    std::unique_ptr<evp_md_ctx_st, ContextDeleter> m_context;
    DigestKind m_kind;
};

QByteArray digestOf(DigestKind kind, QByteArrayView bytes);

// Keyed hash (RFC 2104) with SHA-256; raw bytes.
QByteArray hmacSha256(QByteArrayView key, QByteArrayView message);

// To be called before the first thread that uses OpenSSL, by whoever starts such threads. QThread::wait()
// returns before a thread's last clean-up, so that OpenSSL's own, at exit, could pull the ground from under
// it.
void keepOpenSslUntilTheEnd();

// Same bytes, in a time that depends on the lengths only.
bool equalInConstantTime(QByteArrayView a, QByteArrayView b);

} // namespace gantry
