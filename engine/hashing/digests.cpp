#include "engine/hashing/digests.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace gantry {
namespace {

const EVP_MD *algorithm(DigestKind kind)
{
    switch (kind) {
    case DigestKind::Md5:
        return EVP_md5();
    case DigestKind::Sha256:
        return EVP_sha256();
    }
    Q_UNREACHABLE();
}

} // namespace

void Digester::ContextDeleter::operator()(evp_md_ctx_st *context) const
{
    EVP_MD_CTX_free(context);
}

Digester::Digester(DigestKind kind)
    : m_context(EVP_MD_CTX_new())
    , m_kind(kind)
{
    EVP_DigestInit_ex(m_context.get(), algorithm(kind), nullptr);
}

Digester::~Digester() = default;
Digester::Digester(Digester &&) noexcept = default;
Digester &Digester::operator=(Digester &&) noexcept = default;

void Digester::add(QByteArrayView bytes)
{
    EVP_DigestUpdate(m_context.get(), bytes.data(), static_cast<size_t>(bytes.size()));
}

QByteArray Digester::result()
{
    QByteArray digest(EVP_MD_get_size(algorithm(m_kind)), Qt::Uninitialized);
    EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char *>(digest.data()), nullptr);
    EVP_DigestInit_ex(m_context.get(), algorithm(m_kind), nullptr);
    return digest;
}

void keepOpenSslUntilTheEnd()
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

QByteArray digestOf(DigestKind kind, QByteArrayView bytes)
{
    Digester digester(kind);
    digester.add(bytes);
    return digester.result();
}

QByteArray hmacSha256(QByteArrayView key, QByteArrayView message)
{
    QByteArray code(EVP_MD_get_size(EVP_sha256()), Qt::Uninitialized);
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char *>(message.data()), static_cast<size_t>(message.size()),
         reinterpret_cast<unsigned char *>(code.data()), &length);
    return code;
}

bool equalInConstantTime(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), static_cast<size_t>(a.size())) == 0;
}

} // namespace gantry
