#include "engine/storage/journal_tables.h"

#include "engine/storage/journal_codec.h"

#include <QSqlError>
#include <QVariant>

namespace gantry {
namespace {

const QLatin1String deleteUpload("DELETE FROM uploads WHERE id = ?"); // its receipts go with it
const QLatin1String deleteReceipt("DELETE FROM receipts WHERE upload = ? AND part = ?");
const QLatin1String deleteReceipts("DELETE FROM receipts WHERE upload = ?");
const QLatin1String deleteDestination("DELETE FROM destinations WHERE name = ?"); // its fields go with it
const QLatin1String deleteFields("DELETE FROM destination_fields WHERE destination = ?");
const QLatin1String putField("INSERT INTO destination_fields (destination, name, value) VALUES (?,?,?)");
const QLatin1String selectFields("SELECT name, value FROM destination_fields WHERE destination = ?");
const QLatin1String deleteOrphan("DELETE FROM orphans WHERE destination = ? AND session_id = ?");
const QLatin1String putSetting(R"(INSERT INTO settings (name, value) VALUES (?,?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value)");
const QLatin1String selectSettings("SELECT name, value FROM settings");
const QLatin1String selectLastId("SELECT seq FROM sqlite_sequence WHERE name = 'uploads'");

// Binds by `bind`, runs.
template <class Bind>
SqlResult<void> change(JournalConnection &connection, QLatin1String sql, const Bind &bind)
{
    const auto query = connection.prepared(sql);
    if (!query)
        return tl::unexpected(query.error());
    bind(**query);
    return connection.run(**query);
}

// Binds by `bind`, runs, and hands each row to `take`.
template <class Bind, class Take>
SqlResult<void> each(JournalConnection &connection, QLatin1String sql, const Bind &bind, const Take &take)
{
    const auto prepared = connection.prepared(sql);
    if (!prepared)
        return tl::unexpected(prepared.error());
    QSqlQuery &query = **prepared;
    bind(query);
    auto done = connection.run(query);
    while (done && query.next())
        done = take(query);
    if (done && query.lastError().isValid())
        done = tl::unexpected(JournalConnection::failureOf(query));
    query.finish(); // an open SELECT would hold its snapshot, and so the checkpoint, back
    return done;
}

const auto bindNothing = [](QSqlQuery &) {};

} // namespace

SqlResult<void> JournalTables::apply(const JournalBatch &batch)
{
    for (const auto &operation : batch) {
        auto done = std::visit([this](const auto &one) { return apply(one); }, operation);
        if (!done)
            return done;
    }
    return {};
}

SqlResult<void> JournalTables::apply(const PutUpload &operation)
{
    return change(m_connection, sql::putUpload,
                  [&](QSqlQuery &query) { bindUpload(query, operation.record); });
}

SqlResult<void> JournalTables::apply(const RemoveUpload &operation)
{
    return change(m_connection, deleteUpload,
                  [&](QSqlQuery &query) { query.bindValue(0, operation.id.value); });
}

SqlResult<void> JournalTables::apply(const PutReceipts &operation)
{
    for (const auto &receipt : operation.receipts) {
        auto done = change(m_connection, sql::putReceipt,
                           [&](QSqlQuery &query) { bindReceipt(query, operation.id, receipt); });
        if (!done)
            return done;
    }
    return {};
}

SqlResult<void> JournalTables::apply(const ForgetReceipts &operation)
{
    for (const int part : operation.partNumbers) {
        auto done = change(m_connection, deleteReceipt, [&](QSqlQuery &query) {
            query.bindValue(0, operation.id.value);
            query.bindValue(1, part);
        });
        if (!done)
            return done;
    }
    return {};
}

SqlResult<void> JournalTables::apply(const ForgetAllReceipts &operation)
{
    return change(m_connection, deleteReceipts,
                  [&](QSqlQuery &query) { query.bindValue(0, operation.id.value); });
}

SqlResult<void> JournalTables::apply(const PutDestination &operation)
{
    const auto &settings = operation.settings;
    auto done = change(m_connection, sql::putDestination,
                       [&](QSqlQuery &query) { bindDestination(query, settings); });
    if (done)
        done = change(m_connection, deleteFields,
                      [&](QSqlQuery &query) { query.bindValue(0, boundText(settings.name)); });
    for (auto field = settings.fields.cbegin(); done && field != settings.fields.cend(); ++field)
        done = change(m_connection, putField, [&](QSqlQuery &query) {
            query.bindValue(0, boundText(settings.name));
            query.bindValue(1, boundText(field.key()));
            query.bindValue(2, boundText(field.value()));
        });
    return done;
}

SqlResult<void> JournalTables::apply(const RemoveDestination &operation)
{
    return change(m_connection, deleteDestination,
                  [&](QSqlQuery &query) { query.bindValue(0, boundText(operation.name)); });
}

SqlResult<void> JournalTables::apply(const NoteOrphan &operation)
{
    return change(m_connection, sql::putOrphan, [&](QSqlQuery &query) { bindOrphan(query, operation.note); });
}

SqlResult<void> JournalTables::apply(const ForgetOrphan &operation)
{
    return change(m_connection, deleteOrphan, [&](QSqlQuery &query) {
        query.bindValue(0, boundText(operation.destination));
        query.bindValue(1, boundText(operation.sessionId));
    });
}

SqlResult<void> JournalTables::apply(const PutSetting &operation)
{
    return change(m_connection, putSetting, [&](QSqlQuery &query) {
        query.bindValue(0, boundText(operation.name));
        query.bindValue(1, boundText(operation.value));
    });
}

SqlResult<JournalContents> JournalTables::contents()
{
    JournalContents contents;
    auto done = each(m_connection, sql::selectUploads, bindNothing, [&](const QSqlQuery &row) {
        return uploadFrom(row).map([&](UploadRecord record) { contents.uploads.append(std::move(record)); });
    });
    if (done)
        done = each(m_connection, sql::selectDestinations, bindNothing, [&](const QSqlQuery &row) {
            return destinationFrom(row).map(
                [&](DestinationSettings settings) { contents.destinations.append(std::move(settings)); });
        });
    for (auto &settings : contents.destinations) {
        if (!done)
            break;
        done = each(
            m_connection, selectFields,
            [&](QSqlQuery &query) { query.bindValue(0, boundText(settings.name)); },
            [&](const QSqlQuery &row) -> SqlResult<void> {
                settings.fields.insert(row.value(0).toString(), row.value(1).toString());
                return {};
            });
    }
    if (done)
        done =
            each(m_connection, sql::selectOrphans, bindNothing, [&](const QSqlQuery &row) -> SqlResult<void> {
                contents.orphans.append(orphanFrom(row));
                return {};
            });
    if (done)
        done = each(m_connection, selectSettings, bindNothing, [&](const QSqlQuery &row) -> SqlResult<void> {
            contents.settings.insert(row.value(0).toString(), row.value(1).toString());
            return {};
        });
    if (done)
        done = each(m_connection, selectLastId, bindNothing, [&](const QSqlQuery &row) -> SqlResult<void> {
            contents.nextId.value = row.value(0).toLongLong() + 1;
            return {};
        });
    if (!done)
        return tl::unexpected(done.error());
    return contents;
}

SqlResult<QMap<int, Receipt>> JournalTables::receipts(UploadId id)
{
    QMap<int, Receipt> receipts;
    auto done = m_connection.settle();
    if (done)
        done = each(
            m_connection, sql::selectReceipts, [&](QSqlQuery &query) { query.bindValue(0, id.value); },
            [&](const QSqlQuery &row) -> SqlResult<void> {
                const auto part = receiptFrom(row);
                receipts.insert(receipts.cend(), part.partNumber, part.receipt);
                return {};
            });
    if (!done)
        return tl::unexpected(done.error());
    return receipts;
}

} // namespace gantry
