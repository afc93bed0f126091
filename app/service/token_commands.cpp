#include "app/service/token_commands.h"

#include "app/service/data_dir.h"
#include "app/service/database.h"
#include "app/service/token_store.h"
#include "engine/core/clock.h"

#include <QDateTime>

#include <functional>
#include <iostream>

namespace gantry {
namespace {

int complain(const ServiceError &error)
{
    std::cerr << "gantry-service: " << error.message.toStdString() << '\n';
    return error.code == ErrorCode::BadRequest ? 2 : 1;
}

int withTokens(const ServiceConfig &config, const std::function<Served<void>(TokenStore &)> &work)
{
    if (const Served<void> prepared = prepareDataDir(config.dataDir); !prepared)
        return complain(prepared.error());
    const Served<std::unique_ptr<SqlThread>> sql = openDatabase(config);
    if (!sql)
        return complain(sql.error());
    TokenStore tokens(**sql);
    const Served<void> worked = work(tokens);
    return worked ? 0 : complain(worked.error());
}

} // namespace

int addToken(const ServiceConfig &config, const QString &user)
{
    return withTokens(config, [&](TokenStore &tokens) -> Served<void> {
        const Served<QByteArray> token = tokens.add(user, SystemClock().wallMs());
        if (!token)
            return refuse(token.error());
        std::cout << token->toStdString() << std::endl;
        return {};
    });
}

int listTokens(const ServiceConfig &config)
{
    return withTokens(config, [](TokenStore &tokens) -> Served<void> {
        const Served<QList<TokenInfo>> list = tokens.list();
        if (!list)
            return refuse(list.error());
        for (const TokenInfo &token : *list)
            std::cout << token.id.toStdString() << "  "
                      << QDateTime::fromMSecsSinceEpoch(token.createdMs, Qt::UTC)
                             .toString(Qt::ISODate)
                             .toStdString()
                      << "  " << token.user.toStdString() << '\n';
        return {};
    });
}

int revokeTokens(const ServiceConfig &config, const QString &userOrId)
{
    return withTokens(config, [&](TokenStore &tokens) -> Served<void> {
        const Served<int> revoked = tokens.revoke(userOrId);
        if (!revoked)
            return refuse(revoked.error());
        if (*revoked == 0)
            return refuse(ErrorCode::NotFound,
                          QStringLiteral("no token has the user or id \"%1\"").arg(userOrId));
        std::cout << "revoked " << *revoked << (*revoked == 1 ? " token\n" : " tokens\n");
        return {};
    });
}

} // namespace gantry
