// Values to columns and back. The SQL texts name their columns in the order in which they are bound and read
// here.
#pragma once

#include "engine/storage/journal_connection.h"

namespace gantry {

namespace sql {
extern const QLatin1String putUpload;
extern const QLatin1String selectUploads;
extern const QLatin1String putReceipt;
extern const QLatin1String selectReceipts;
extern const QLatin1String putDestination;
extern const QLatin1String selectDestinations;
extern const QLatin1String putOrphan;
extern const QLatin1String selectOrphans;
} // namespace sql

void bindUpload(QSqlQuery &query, const UploadRecord &record);
void bindReceipt(QSqlQuery &query, UploadId upload, const PartReceipt &receipt);
void bindDestination(QSqlQuery &query, const DestinationSettings &settings); // without its fields
void bindOrphan(QSqlQuery &query, const OrphanNote &note);

// A null QString or QByteArray would be bound as NULL.
QVariant boundText(const QString &text);

// Of the present row. Values that no journal of ours can hold are damage.
SqlResult<UploadRecord> uploadFrom(const QSqlQuery &row);
PartReceipt receiptFrom(const QSqlQuery &row);
SqlResult<DestinationSettings> destinationFrom(const QSqlQuery &row);
OrphanNote orphanFrom(const QSqlQuery &row);

} // namespace gantry
