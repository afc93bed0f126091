#include "tests/service/test_database.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QUuid>

namespace gantry {
namespace {

QString server()
{
    return qEnvironmentVariable("GANTRY_TEST_POSTGRES");
}

// A connection of its own, for as long as it lasts.
class ByHand
{
public:
    ByHand(const QString &driver, const QString &file, const QString &options)
        : m_name(QUuid::createUuid().toString())
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(driver, m_name);
        database.setDatabaseName(file);
        database.setConnectOptions(options);
        if (!database.open())
            qFatal("%s", qPrintable(database.lastError().text()));
    }
    ~ByHand() { QSqlDatabase::removeDatabase(m_name); }
    Q_DISABLE_COPY_MOVE(ByHand)

    QStringList run(const QString &statement) const
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        if (!query.exec(statement))
            qFatal("%s: %s", qPrintable(statement), qPrintable(query.lastError().text()));
        QStringList rows;
        while (query.next()) {
            QStringList values;
            for (int column = 0; column < query.record().count(); ++column)
                values.append(query.value(column).toString());
            rows.append(values.join(QLatin1Char('|')));
        }
        return rows;
    }

private:
    QString m_name;
};

ByHand connection(const QString &file, const QString &dsn)
{
    return {TestDatabase::isShared() ? QStringLiteral("QPSQL") : QStringLiteral("QSQLITE"), file, dsn};
}

} // namespace

TestDatabase::TestDatabase()
{
    if (!isShared())
        return;
    m_schema = QStringLiteral("test_") + QUuid::createUuid().toString(QUuid::Id128);
    connection({}, server()).run(QStringLiteral("CREATE SCHEMA %1").arg(m_schema));
    // A default that the service must not depend on.
    m_dsn = QStringLiteral("%1 options='-csearch_path=%2 -cdefault_transaction_isolation=serializable'")
                .arg(server(), m_schema);
}

TestDatabase::~TestDatabase()
{
    if (isShared())
        connection({}, server() + QStringLiteral(" options=-cclient_min_messages=warning"))
            .run(QStringLiteral("DROP SCHEMA %1 CASCADE").arg(m_schema));
}

bool TestDatabase::isShared()
{
    return !server().isEmpty();
}

Served<std::unique_ptr<SqlThread>> TestDatabase::open(ServiceHooks hooks) const
{
    return isShared() ? SqlThread::connect(m_dsn, std::move(hooks))
                      : SqlThread::open(file(), std::move(hooks));
}

QString TestDatabase::file() const
{
    return m_directory.filePath(QStringLiteral("service.sqlite"));
}

void TestDatabase::execute(const QStringList &statements) const
{
    const ByHand database = connection(file(), m_dsn);
    for (const QString &statement : statements)
        database.run(statement);
}

QStringList TestDatabase::rows(const QString &query) const
{
    return connection(file(), m_dsn).run(query);
}

QStringList TestDatabase::tables() const
{
    return rows(isShared()
                    ? QStringLiteral("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
                                     "ORDER BY tablename")
                    : QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
}

} // namespace gantry
