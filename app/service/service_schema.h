// The tables of the service's database, and how an older file becomes a current one.
#pragma once

#include "app/service/service_error.h"

#include <QSqlDatabase>
#include <QString>

#include <optional>

namespace gantry {

// How transactions with PostgreSQL begin. Whatever its default is: who has waited for a lock has to see what
// was done meanwhile, not what was there when the transaction began.
inline const QString sharedBegin = QStringLiteral("BEGIN ISOLATION LEVEL READ COMMITTED");

// Sets the connection's pragmas, refuses a file that is not ours, damaged, or of a newer version, and
// migrates an older one in one transaction. The message names the file. In the thread that opened the
// connection.
std::optional<ServiceError> prepareDatabase(QSqlDatabase &database, const QString &file);

// The same for a PostgreSQL database, which has to be one of its own; several services may do so at once.
std::optional<ServiceError> prepareSharedDatabase(QSqlDatabase &database);

} // namespace gantry
