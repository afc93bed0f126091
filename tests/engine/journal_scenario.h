// A story told to a journal in batches, and what must be in it after any of them.
#pragma once

#include "tests/engine/journal_samples.h"

#include <map>
#include <set>

namespace gantry::scenario {

// Every kind of operation, alone and mixed.
inline QList<JournalBatch> batches()
{
    using namespace samples;
    auto sending = upload(1);
    sending.stage = Stage::Sending;
    sending.error.reset();
    auto done = plainUpload(1);
    done.stage = Stage::Done;
    return {
        {PutDestination{destination(QStringLiteral("a"))},
         PutSetting{QStringLiteral("rate"), QStringLiteral("1")}},
        {PutUpload{upload(1)}, PutUpload{plainUpload(2)}, PutUpload{upload(3)}},
        {PutUpload{sending}, NoteOrphan{orphan(1)}},
        {PutReceipts{{1}, {receipt(1), receipt(2), receipt(3)}}, PutReceipts{{2}, {receipt(1)}}},
        {PutReceipts{{1}, {receipt(4), receipt(2, 1)}}},
        {ForgetReceipts{{1}, {3}}, PutSetting{QStringLiteral("rate"), QStringLiteral("2")}},
        {PutReceipts{{3}, {receipt(1)}}, NoteOrphan{orphan(2)}},
        {ForgetAllReceipts{{2}}, ForgetOrphan{orphan(1).destination, orphan(1).session.id}},
        {PutDestination{destination(QStringLiteral("b"))}, RemoveDestination{QStringLiteral("a")}},
        {RemoveUpload{{3}}, PutReceipts{{2}, {receipt(9)}}},
        {PutUpload{done}, ForgetAllReceipts{{1}}},
    };
}

struct State
{
    std::map<qint64, UploadRecord> uploads;
    std::map<qint64, QMap<int, Receipt>> receipts; // only uploads that have some
    std::map<QString, DestinationSettings> destinations;
    std::map<QPair<QString, QString>, OrphanNote> orphans;
    QMap<QString, QString> settings;
    qint64 nextId = 1;

    friend bool operator==(const State &, const State &) = default;
};

class Teller
{
public:
    explicit Teller(State &state)
        : m_state(state)
    {}
    void operator()(const PutUpload &operation) const
    {
        m_state.uploads[operation.record.id.value] = operation.record;
        m_state.nextId = std::max(m_state.nextId, operation.record.id.value + 1);
    }
    void operator()(const RemoveUpload &operation) const
    {
        m_state.uploads.erase(operation.id.value);
        m_state.receipts.erase(operation.id.value);
    }
    void operator()(const PutReceipts &operation) const
    {
        for (const auto &receipt : operation.receipts)
            m_state.receipts[operation.id.value][receipt.partNumber] = receipt.receipt;
    }
    void operator()(const ForgetReceipts &operation) const
    {
        for (const int part : operation.partNumbers)
            m_state.receipts[operation.id.value].remove(part);
        if (m_state.receipts[operation.id.value].isEmpty())
            m_state.receipts.erase(operation.id.value);
    }
    void operator()(const ForgetAllReceipts &operation) const { m_state.receipts.erase(operation.id.value); }
    void operator()(const PutDestination &operation) const
    {
        m_state.destinations[operation.settings.name] = operation.settings;
    }
    void operator()(const RemoveDestination &operation) const { m_state.destinations.erase(operation.name); }
    void operator()(const NoteOrphan &operation) const
    {
        m_state.orphans[{operation.note.destination, operation.note.session.id}] = operation.note;
    }
    void operator()(const ForgetOrphan &operation) const
    {
        m_state.orphans.erase({operation.destination, operation.sessionId});
    }
    void operator()(const PutSetting &operation) const { m_state.settings[operation.name] = operation.value; }

private:
    State &m_state;
};

inline void tell(State &state, const JournalBatch &batch)
{
    for (const auto &operation : batch)
        std::visit(Teller(state), operation);
}

// After the first `count` batches.
inline State stateAfter(qsizetype count)
{
    State state;
    const auto all = batches();
    for (qsizetype i = 0; i < count; ++i)
        tell(state, all.at(i));
    return state;
}

// Whether the batch can be written to a journal in that state: receipts need their upload.
inline bool fits(const State &state, const JournalBatch &batch)
{
    std::set<qint64> known;
    for (const auto &[id, record] : state.uploads)
        known.insert(id);
    for (const auto &operation : batch) {
        if (const auto *put = std::get_if<PutUpload>(&operation))
            known.insert(put->record.id.value);
        if (const auto *put = std::get_if<PutReceipts>(&operation))
            if (!known.contains(put->id.value))
                return false;
    }
    return true;
}

struct Reopened
{
    State state;
    QString setAside;
    QString trouble; // not empty: it could not be opened or read
};

// What a new journal object finds in the file.
inline Reopened reopen(const QString &path)
{
    Reopened found;
    Journal journal(path);
    const auto contents = samples::resultOf(journal.open());
    if (!contents) {
        found.trouble = contents.error().message;
        return found;
    }
    found.setAside = contents->setAside;
    for (const auto &record : contents->uploads) {
        found.state.uploads[record.id.value] = record;
        const auto receipts = samples::resultOf(journal.receipts(record.id));
        if (!receipts)
            found.trouble = receipts.error().message;
        else if (!receipts->isEmpty())
            found.state.receipts[record.id.value] = *receipts;
    }
    for (const auto &settings : contents->destinations)
        found.state.destinations[settings.name] = settings;
    for (const auto &note : contents->orphans)
        found.state.orphans[{note.destination, note.session.id}] = note;
    found.state.settings = contents->settings;
    found.state.nextId = contents->nextId.value;
    return found;
}

} // namespace gantry::scenario
