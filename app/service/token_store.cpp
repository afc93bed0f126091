#include "app/service/token_store.h"

#include "app/service/object_key.h"
#include "engine/hashing/digests.h"

#include <QRandomGenerator>

namespace gantry {
namespace {

// "gantry_ID_SECRET": the id finds the row, so that the secret is only ever compared, in constant time, and a
// token that was pasted somewhere it should not be is recognised as one.
constexpr char prefix[] = "gantry_";
constexpr qsizetype idDigits = 8;
constexpr qsizetype secretDigits = 64;

QByteArray randomHex(qsizetype digits)
{
    QByteArray bytes(digits / 2, Qt::Uninitialized);
    QRandomGenerator::system()->generate(reinterpret_cast<quint32 *>(bytes.data()),
                                         reinterpret_cast<quint32 *>(bytes.data() + bytes.size()));
    return bytes.toHex();
}

QByteArray hashOf(QByteArrayView token)
{
    return digestOf(DigestKind::Sha256, token).toHex();
}

} // namespace

TokenStore::TokenStore(SqlThread &sql)
    : m_sql(sql)
{}

Served<QByteArray> TokenStore::add(const QString &user, qint64 nowMs)
{
    if (!isValidUserName(user))
        return refuse(
            ErrorCode::BadRequest,
            QStringLiteral(
                "\"%1\" cannot be a user name: use 1 to 64 of A-Z a-z 0-9 . _ - and no dot in front.")
                .arg(user));
    const QByteArray id = randomHex(idDigits);
    const QByteArray token = prefix + id + '_' + randomHex(secretDigits);
    return m_sql.write<QByteArray>([&](Sql &sql) -> Served<QByteArray> {
        const Served<QSqlQuery *> added = sql.run(
            QStringLiteral(
                "INSERT INTO tokens (token_id, user_name, token_hash, created_ms) VALUES (?, ?, ?, ?)"),
            {QString::fromLatin1(id), user, QString::fromLatin1(hashOf(token)), nowMs});
        if (!added)
            return refuse(added.error());
        return token;
    });
}

Served<QList<TokenInfo>> TokenStore::list()
{
    return m_sql.read<QList<TokenInfo>>([](Sql &sql) -> Served<QList<TokenInfo>> {
        const Served<QSqlQuery *> query = sql.run(QStringLiteral(
            "SELECT token_id, user_name, created_ms FROM tokens ORDER BY user_name, created_ms, token_id"));
        if (!query)
            return refuse(query.error());
        QList<TokenInfo> tokens;
        while ((*query)->next())
            tokens.append({(*query)->value(0).toString(), (*query)->value(1).toString(),
                           (*query)->value(2).toLongLong()});
        return tokens;
    });
}

Served<int> TokenStore::revoke(const QString &userOrId)
{
    return m_sql.write<int>([&](Sql &sql) -> Served<int> {
        const Served<QSqlQuery *> query = sql.run(
            QStringLiteral("DELETE FROM tokens WHERE user_name = ? OR token_id = ?"), {userOrId, userOrId});
        if (!query)
            return refuse(query.error());
        return (*query)->numRowsAffected();
    });
}

Served<std::optional<QString>> TokenStore::userOf(QByteArrayView token)
{
    constexpr qsizetype prefixLength = sizeof prefix - 1;
    if (token.size() != prefixLength + idDigits + 1 + secretDigits || !token.startsWith(prefix))
        return std::optional<QString>();
    const QString id = QString::fromLatin1(token.sliced(prefixLength, idDigits));
    return m_sql.read<std::optional<QString>>([&](Sql &sql) -> Served<std::optional<QString>> {
        const Served<QSqlQuery *> query =
            sql.run(QStringLiteral("SELECT user_name, token_hash FROM tokens WHERE token_id = ?"), {id});
        if (!query)
            return refuse(query.error());
        if (!(*query)->next() || !equalInConstantTime(hashOf(token), (*query)->value(1).toByteArray()))
            return std::optional<QString>();
        return std::optional<QString>((*query)->value(0).toString());
    });
}

} // namespace gantry
