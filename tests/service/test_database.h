// A database of a test's own: a SQLite file, or a schema of the PostgreSQL server that GANTRY_TEST_POSTGRES
// names, as libpq takes it (tests/live/with_postgres.py starts one). Goes away with this.
#pragma once

#include "app/service/sql_thread.h"

#include <QStringList>
#include <QTemporaryDir>

namespace gantry {

class TestDatabase
{
public:
    TestDatabase();
    ~TestDatabase();
    Q_DISABLE_COPY_MOVE(TestDatabase)

    static bool isShared(); // PostgreSQL

    // As the service does.
    Served<std::unique_ptr<SqlThread>> open(ServiceHooks hooks = {}) const;
    QString file() const; // of SQLite

    // By hand. The test ends with the first statement that fails.
    void execute(const QStringList &statements) const;
    QStringList rows(const QString &query) const; // a line for each, the columns with "|" between
    QStringList tables() const;

private:
    QString m_schema; // PostgreSQL's, and so is the next
    QString m_dsn;
    QTemporaryDir m_directory;
};

} // namespace gantry
