#include "app/service/service_config.h"

#include "app/service/ini_reader.h"
#include "app/service/stores/s3/s3_client.h"
#include "engine/core/names.h"
#include "engine/core/typed_amounts.h"

#include <QFile>
#include <QUrl>

#include <array>
#include <functional>
#include <limits>

namespace gantry {
namespace {

using Apply = std::function<Served<void>(ServiceConfig &, const QString &)>;

struct Setting
{
    QLatin1String section;
    QLatin1String key;
    Apply apply;
};

constexpr std::array conflictNames{
    NameEntry<OnConflict>{OnConflict::KeepBoth, QLatin1String("keep_both")},
    NameEntry<OnConflict>{OnConflict::Replace, QLatin1String("replace")},
    NameEntry<OnConflict>{OnConflict::Refuse, QLatin1String("refuse")},
};

constexpr std::array driverNames{
    NameEntry<DatabaseDriver>{DatabaseDriver::Sqlite, QLatin1String("sqlite")},
    NameEntry<DatabaseDriver>{DatabaseDriver::Postgresql, QLatin1String("postgresql")},
};

tl::unexpected<ServiceError> wrong(const QString &what)
{
    return refuse(ErrorCode::BadRequest, what);
}

Served<qint64> numberWithin(const QString &text, qint64 least, qint64 most)
{
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    if (!ok || value < least || value > most)
        return wrong(
            QStringLiteral("\"%1\" is not a whole number from %2 to %3").arg(text).arg(least).arg(most));
    return value;
}

// Bytes, or with KiB, MiB, GiB behind the number.
Served<qint64> sizeWithin(const QString &text, qint64 least, qint64 most)
{
    const std::optional<qint64> size = sizeFromText(text);
    if (!size || *size < least || *size > most)
        return wrong(
            QStringLiteral("\"%1\" is not a size from %2 to %3 bytes").arg(text).arg(least).arg(most));
    return *size;
}

Served<bool> yesOrNo(const QString &text)
{
    if (text == QLatin1String("yes") || text == QLatin1String("true"))
        return true;
    if (text == QLatin1String("no") || text == QLatin1String("false"))
        return false;
    return wrong(QStringLiteral("\"%1\" is neither yes nor no").arg(text));
}

// A setter for a number that is stored as `Stored`, within bounds.
template <class Stored>
Apply numberInto(Stored &(*field)(ServiceConfig &), qint64 least, qint64 most)
{
    return [=](ServiceConfig &config, const QString &text) -> Served<void> {
        const Served<qint64> value = numberWithin(text, least, most);
        if (!value)
            return refuse(value.error());
        field(config) = Stored(*value);
        return {};
    };
}

Apply textInto(QString &(*field)(ServiceConfig &))
{
    return [=](ServiceConfig &config, const QString &text) -> Served<void> {
        field(config) = text;
        return {};
    };
}

Apply sizeInto(qint64 &(*field)(ServiceConfig &), qint64 least, qint64 most)
{
    return [=](ServiceConfig &config, const QString &text) -> Served<void> {
        const Served<qint64> value = sizeWithin(text, least, most);
        if (!value)
            return refuse(value.error());
        field(config) = *value;
        return {};
    };
}

// Seconds, fractions allowed.
Apply secondsInto(std::chrono::milliseconds &(*field)(ServiceConfig &), double unitSeconds, double most)
{
    return [=](ServiceConfig &config, const QString &text) -> Served<void> {
        bool ok = false;
        const double value = text.toDouble(&ok);
        if (!ok || !(value > 0) || value > most)
            return wrong(QStringLiteral("\"%1\" is not a number above 0 and up to %2").arg(text).arg(most));
        field(config) =
            std::chrono::milliseconds(std::max<qint64>(1, static_cast<qint64>(value * unitSeconds * 1000)));
        return {};
    };
}

Served<void> applyPublicUrl(ServiceConfig &config, const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool http = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !http || url.host().isEmpty() || url.hasQuery() || url.hasFragment() ||
        !url.userInfo().isEmpty())
        return wrong(
            QStringLiteral("\"%1\" is not an address such as https://uploads.example.com").arg(text));
    config.publicUrl = url.toString(QUrl::FullyEncoded | QUrl::StripTrailingSlash);
    return {};
}

const QList<Setting> &settings()
{
    using Ms = std::chrono::milliseconds;
    constexpr double year = 365 * 24 * 3600.0;
    static const QList<Setting> list{
        {QLatin1String("service"), QLatin1String("listen"), applyListen},
        {QLatin1String("service"), QLatin1String("data"),
         textInto([](ServiceConfig &c) -> QString & { return c.dataDir; })},
        {QLatin1String("service"), QLatin1String("store"), applyStore},
        {QLatin1String("service"), QLatin1String("public_url"), applyPublicUrl},
        {QLatin1String("service"), QLatin1String("url_lifetime_seconds"),
         numberInto<std::chrono::seconds>(
             [](ServiceConfig &c) -> std::chrono::seconds & { return c.urlLifetime; }, 1, 7 * 24 * 3600)},
        {QLatin1String("service"), QLatin1String("session_max_age_days"),
         secondsInto([](ServiceConfig &c) -> Ms & { return c.sessionMaxAge; }, 24 * 3600, 3650)},
        {QLatin1String("service"), QLatin1String("log_requests"),
         [](ServiceConfig &c, const QString &text) -> Served<void> {
             const Served<bool> value = yesOrNo(text);
             if (!value)
                 return refuse(value.error());
             c.logRequests = *value;
             return {};
         }},
        {QLatin1String("disk"), QLatin1String("folder"),
         textInto([](ServiceConfig &c) -> QString & { return c.disk.folder; })},
        {QLatin1String("disk"), QLatin1String("on_conflict"),
         [](ServiceConfig &c, const QString &text) -> Served<void> {
             const std::optional<OnConflict> value = valueIn<OnConflict>(conflictNames, text);
             if (!value)
                 return wrong(QStringLiteral("\"%1\" is none of keep_both, replace, refuse").arg(text));
             c.disk.onConflict = *value;
             return {};
         }},
        {QLatin1String("disk"), QLatin1String("min_part_size"),
         sizeInto([](ServiceConfig &c) -> qint64 & { return c.disk.minPartSize; }, 1, 5 * GiB)},
        {QLatin1String("s3"), QLatin1String("endpoint"),
         textInto([](ServiceConfig &c) -> QString & { return c.s3.endpoint; })},
        {QLatin1String("s3"), QLatin1String("bucket"),
         textInto([](ServiceConfig &c) -> QString & { return c.s3.bucket; })},
        {QLatin1String("s3"), QLatin1String("region"),
         textInto([](ServiceConfig &c) -> QString & { return c.s3.region; })},
        {QLatin1String("s3"), QLatin1String("prefix"),
         textInto([](ServiceConfig &c) -> QString & { return c.s3.prefix; })},
        {QLatin1String("s3"), QLatin1String("access_key"),
         textInto([](ServiceConfig &c) -> QString & { return c.s3.accessKey; })},
        {QLatin1String("s3"), QLatin1String("secret_key"),
         textInto([](ServiceConfig &c) -> QString & { return c.s3.secretKey; })},
        {QLatin1String("s3"), QLatin1String("secret_key_file"),
         textInto([](ServiceConfig &c) -> QString & { return c.s3.secretKeyFile; })},
        {QLatin1String("s3"), QLatin1String("ca_file"),
         textInto([](ServiceConfig &c) -> QString & { return c.s3.caFile; })},
        {QLatin1String("s3"), QLatin1String("min_part_size"),
         sizeInto([](ServiceConfig &c) -> qint64 & { return c.s3.minPartSize; }, 1, 5 * MiB)},
        {QLatin1String("s3"), QLatin1String("path_style"),
         [](ServiceConfig &c, const QString &text) -> Served<void> {
             const Served<bool> value = yesOrNo(text);
             if (!value)
                 return refuse(value.error());
             c.s3.pathStyle = *value;
             return {};
         }},
        {QLatin1String("database"), QLatin1String("driver"),
         [](ServiceConfig &c, const QString &text) -> Served<void> {
             const std::optional<DatabaseDriver> value = valueIn<DatabaseDriver>(driverNames, text);
             if (!value)
                 return wrong(QStringLiteral("\"%1\" is neither sqlite nor postgresql").arg(text));
             c.database.driver = *value;
             return {};
         }},
        {QLatin1String("database"), QLatin1String("dsn"),
         textInto([](ServiceConfig &c) -> QString & { return c.database.dsn; })},
        {QLatin1String("limits"), QLatin1String("max_connections"),
         numberInto<int>([](ServiceConfig &c) -> int & { return c.limits.connections; }, 1, 4096)},
        {QLatin1String("limits"), QLatin1String("max_connections_per_address"),
         numberInto<int>([](ServiceConfig &c) -> int & { return c.limits.connectionsPerAddress; }, 1, 4096)},
        {QLatin1String("limits"), QLatin1String("max_header_size"),
         sizeInto([](ServiceConfig &c) -> qint64 & { return c.limits.headerBytes; }, KiB, MiB)},
        {QLatin1String("limits"), QLatin1String("header_timeout_seconds"),
         secondsInto([](ServiceConfig &c) -> Ms & { return c.limits.headerTime; }, 1, year)},
        {QLatin1String("limits"), QLatin1String("idle_timeout_seconds"),
         secondsInto([](ServiceConfig &c) -> Ms & { return c.limits.idleTime; }, 1, year)},
        {QLatin1String("limits"), QLatin1String("max_json_size"),
         sizeInto([](ServiceConfig &c) -> qint64 & { return c.limits.jsonBytes; }, KiB, 64 * MiB)},
        {QLatin1String("limits"), QLatin1String("min_bytes_per_second"),
         numberInto<qint64>([](ServiceConfig &c) -> qint64 & { return c.limits.bytesPerSecond; }, 1, GiB)},
        {QLatin1String("limits"), QLatin1String("rate_window_seconds"),
         secondsInto([](ServiceConfig &c) -> Ms & { return c.limits.rateWindow; }, 1, year)},
        {QLatin1String("limits"), QLatin1String("max_unfinished_uploads_per_user"),
         numberInto<int>([](ServiceConfig &c) -> int & { return c.limits.unfinishedPerUser; }, 1, 1'000'000)},
    };
    return list;
}

Served<void> checkS3(const S3Settings &settings)
{
    if (settings.endpoint.isEmpty() || settings.bucket.isEmpty())
        return wrong(QStringLiteral("the store s3 wants endpoint and bucket in [s3] of the config file"));
    if (!settings.secretKey.isEmpty() && !settings.secretKeyFile.isEmpty())
        return wrong(QStringLiteral("[s3]: secret_key and secret_key_file exclude each other"));
    const Expected<void> valid = s3::validateAddress(destinationOf(settings));
    if (!valid)
        return wrong(QStringLiteral("[s3]: %1").arg(valid.error().message));
    return {};
}

Served<void> checkDatabase(const ServiceConfig &config)
{
    const DatabaseSettings &database = config.database;
    const bool shared = database.driver == DatabaseDriver::Postgresql;
    if (shared == database.dsn.isEmpty())
        return wrong(shared ? QStringLiteral("[database]: postgresql wants a dsn, such as dsn = "
                                             "host=/run/postgresql dbname=gantry")
                            : QStringLiteral("[database]: a dsn is for the driver postgresql only"));
    // Qt takes a ';' for the end of an option.
    if (database.dsn.contains(QLatin1Char(';')) || database.dsn.contains(QLatin1String("://")))
        return wrong(QStringLiteral("[database]: a dsn is a list of key=value, with spaces between"));
    if (shared && config.store != StoreKind::S3)
        return wrong(QStringLiteral("[database]: postgresql is for the store s3: a folder of one machine "
                                    "cannot be shared"));
    return {};
}

} // namespace

Served<void> applyListen(ServiceConfig &config, const QString &text)
{
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    QString host = text.left(std::max<qsizetype>(colon, 0));
    bool ok = false;
    const uint port = text.mid(colon + 1).toUInt(&ok);
    if (colon <= 0 || !ok || port > std::numeric_limits<quint16>::max())
        return wrong(QStringLiteral("\"%1\" is not HOST:PORT").arg(text));
    const bool bracketed = host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']'));
    if (bracketed)
        host = host.mid(1, host.size() - 2);
    if (host.isEmpty() || host.contains(QLatin1Char(':')) != bracketed)
        return wrong(QStringLiteral("\"%1\" is not HOST:PORT; an IPv6 address goes in brackets").arg(text));
    config.listenHost = host;
    config.listenPort = static_cast<quint16>(port);
    return {};
}

Served<void> applyStore(ServiceConfig &config, const QString &text)
{
    constexpr QLatin1String withFolder("disk:");
    config.store = text == QLatin1String("s3") ? StoreKind::S3 : StoreKind::Disk;
    if (text == QLatin1String("disk") || text == QLatin1String("s3"))
        return {};
    if (!text.startsWith(withFolder))
        return wrong(QStringLiteral("there is no store \"%1\", only disk, disk:FOLDER and s3").arg(text));
    if (text.size() == withFolder.size())
        return wrong(QStringLiteral("disk: wants a folder behind it"));
    config.disk.folder = text.mid(withFolder.size());
    return {};
}

Served<void> applyConfigText(ServiceConfig &config, const QByteArray &text)
{
    const Served<QList<IniEntry>> entries = readIni(text);
    if (!entries)
        return refuse(entries.error());
    for (const IniEntry &entry : *entries) {
        const Setting *found = nullptr;
        bool knownSection = false;
        for (const Setting &setting : settings()) {
            knownSection = knownSection || setting.section == entry.section;
            if (setting.section == entry.section && setting.key == entry.key)
                found = &setting;
        }
        if (!knownSection)
            return wrong(QStringLiteral("line %1: this version knows no section [%2]")
                             .arg(entry.line)
                             .arg(entry.section));
        if (!found)
            return wrong(QStringLiteral("line %1: there is no setting %2 in [%3]")
                             .arg(entry.line)
                             .arg(entry.key, entry.section));
        if (entry.value.isEmpty())
            return wrong(QStringLiteral("line %1: %2 has no value").arg(entry.line).arg(entry.key));
        const Served<void> applied = found->apply(config, entry.value);
        if (!applied)
            return wrong(
                QStringLiteral("line %1: %2: %3").arg(entry.line).arg(entry.key, applied.error().message));
    }
    return {};
}

Served<void> applyConfigFile(ServiceConfig &config, const QString &file)
{
    QFile input(file);
    if (!input.open(QIODevice::ReadOnly))
        return wrong(QStringLiteral("%1: %2").arg(file, input.errorString()));
    const Served<void> applied = applyConfigText(config, input.read(MiB));
    if (!applied)
        return wrong(QStringLiteral("%1: %2").arg(file, applied.error().message));
    return {};
}

Served<void> checkConfig(const ServiceConfig &config)
{
    if (config.dataDir.isEmpty())
        return wrong(QStringLiteral("no data directory is given; use --data DIR"));
    // Links to parts are never made from a request's Host header, which the client chooses.
    if (config.publicUrl.isEmpty() &&
        (config.listenHost == QLatin1String("0.0.0.0") || config.listenHost == QLatin1String("::")))
        return wrong(
            QStringLiteral("listening on every address (%1) wants public_url, the address that clients use")
                .arg(config.listenHost));
    if (const Served<void> checked = checkDatabase(config); !checked)
        return refuse(checked.error());
    if (config.store == StoreKind::S3)
        return checkS3(config.s3);
    return {};
}

} // namespace gantry
