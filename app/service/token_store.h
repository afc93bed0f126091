// Who may call: users and their tokens. Only hashes are kept. Calls block; any thread.
#pragma once

#include "app/service/sql_thread.h"

#include <QList>

#include <optional>

namespace gantry {

struct TokenInfo
{
    QString id;
    QString user;
    qint64 createdMs = 0;
};

class TokenStore
{
public:
    explicit TokenStore(SqlThread &sql);

    // Makes a token for the user and returns it; it cannot be shown again. BadRequest for a name that is
    // none.
    Served<QByteArray> add(const QString &user, qint64 nowMs);
    Served<QList<TokenInfo>> list();
    // All tokens of a user, or the one of that id. Returns how many.
    Served<int> revoke(const QString &userOrId);
    // The user that a token belongs to; none if it is not valid.
    Served<std::optional<QString>> userOf(QByteArrayView token);

private:
    SqlThread &m_sql;
};

} // namespace gantry
