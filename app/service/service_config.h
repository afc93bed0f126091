// What a person can set: defaults, the config file over them, the command line over both.
#pragma once

#include "app/service/service_error.h"
#include "engine/planning/chunk_planner.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

namespace gantry {

enum class OnConflict {
    KeepBoth, // the newer object becomes "name (2).ext"
    Replace,
    Refuse,
};

struct DiskSettings
{
    QString folder; // empty: "objects" in the data directory
    OnConflict onConflict = OnConflict::KeepBoth;
    qint64 minPartSize = 5 * MiB;
};

struct S3Settings
{
    QString endpoint;
    QString bucket;
    QString region;
    QString prefix;                // in front of USER/KEY
    std::optional<bool> pathStyle; // none: as the endpoint's host suggests
    QString accessKey;
    QString secretKey;
    QString secretKeyFile;
    QString caFile;               // PEM; empty: the system's
    qint64 minPartSize = 5 * MiB; // the store's; some can be set up to take smaller ones
};

enum class DatabaseDriver { Sqlite, Postgresql };

struct DatabaseSettings
{
    DatabaseDriver driver = DatabaseDriver::Sqlite;
    QString dsn; // of PostgreSQL, as libpq takes it: "host=… dbname=… user=…"
};

enum class StoreKind { Disk, S3 };

struct ServiceLimits
{
    int connections = 256;
    int connectionsPerAddress = 64;
    qint64 headerBytes = 16 * KiB;
    std::chrono::milliseconds headerTime{
        15'000}; // from a request's first byte to its last header, or from the connect
    std::chrono::milliseconds idleTime{30'000}; // between two requests
    qint64 jsonBytes = 2 * MiB;                 // a complete call of 10,000 parts is about 0.7 MiB
    qint64 bytesPerSecond = 1 * KiB; // the least that a client must send or take, on average over rateWindow
    std::chrono::milliseconds rateWindow{60'000};
    int unfinishedPerUser = 1'000;

    friend bool operator==(const ServiceLimits &, const ServiceLimits &) = default;
};

struct ServiceConfig
{
    QString listenHost = QStringLiteral("127.0.0.1");
    quint16 listenPort = 8080; // 0: any free one
    QString dataDir;
    QString publicUrl; // no slash at its end; empty: made from the address that is listened on
    std::chrono::seconds urlLifetime{3'600};
    std::chrono::milliseconds sessionMaxAge{std::chrono::hours(24 * 7)};
    bool logRequests = false;
    StoreKind store = StoreKind::Disk;
    DiskSettings disk;
    S3Settings s3;
    DatabaseSettings database;
    ServiceLimits limits;
};

// Puts the settings of a config file over `config`. The message begins with "line N: " where a line is to
// blame.
Served<void> applyConfigText(ServiceConfig &config, const QByteArray &text);
Served<void> applyConfigFile(ServiceConfig &config, const QString &file);

// "HOST:PORT", "[V6]:PORT"
Served<void> applyListen(ServiceConfig &config, const QString &text);
// "disk", "disk:FOLDER" or "s3"
Served<void> applyStore(ServiceConfig &config, const QString &text);

// What no single setting shows: that they fit together. Call it when all are applied.
Served<void> checkConfig(const ServiceConfig &config);

} // namespace gantry
