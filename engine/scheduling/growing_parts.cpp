// Parts whose beginning stays with the server: how much of each it has is asked before the rest is sent.
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/part_flow.h"
#include "engine/scheduling/upload_entry.h"

#include <algorithm>

namespace gantry {
namespace {

constexpr int lossesForgiven = 2; // of one part
constexpr qint64 largestCap = 64 * MiB;
constexpr qint64 smallestCap = 256 * KiB;

} // namespace

void PartFlow::markUnsure(int number)
{
    if (m_endpoint.traits().partsGrow)
        m_unsure.insert(number);
}

// Opened, and the server says nothing of it: before all of it is sent in vain, it is asked for by itself.
void PartFlow::doubtUnlisted(const ResumePlan &resume)
{
    QSet<int> listed;
    for (const PartFinding &finding : resume.findings)
        listed.insert(finding.partNumber);
    for (int number = 1; number <= m_table.plan().partsTotal; ++number)
        if (!listed.contains(number) && m_endpoint.backend().isPartOpen(*m_upload.record.session, number))
            m_unsure.insert(number);
}

// Whether the part may be sent now. If not, what is missing for that is under way.
bool PartFlow::isSoundOut(int number)
{
    if (!m_endpoint.backend().isPartOpen(*m_upload.record.session, number)) {
        openPart(number);
        return false;
    }
    if (m_unsure.contains(number)) {
        surveyPart(number);
        return false;
    }
    return true;
}

void PartFlow::openPart(int number)
{
    m_table.beginRead(number);
    m_endpoint.call(Step::OpenPart, partContext(number), m_opening.get(),
                    [this, number](const Expected<Outcome> &outcome) {
                        if (!outcome) {
                            partTroubled(number, outcome.error());
                            return;
                        }
                        if (const auto *refused = std::get_if<WayRefused>(&*outcome)) {
                            m_table.dropped(number);
                            Q_EMIT wayRefused(refused->why);
                            return;
                        }
                        const auto *opened = std::get_if<PartOpened>(&*outcome);
                        Session &session = *m_upload.record.session;
                        if (opened)
                            session = m_endpoint.backend().withPart(session, number, opened->address);
                        if (!opened || !m_endpoint.backend().isPartOpen(session, number)) {
                            partTroubled(
                                number,
                                {FailureKind::ProtocolViolation,
                                 tr("The destination's answer to the beginning of a part makes no sense."),
                                 {},
                                 0});
                            return;
                        }
                        m_unsure.remove(number);
                        m_failures.remove(number);
                        learnExpiry(number, opened->expiresMs);
                        putSession(number);
                    });
}

// Known for good before the part's first byte: else nobody could find it again.
void PartFlow::putSession(int number)
{
    m_engine.writer->write({PutUpload{m_upload.record}}, this, [this, number] {
        if (m_closed)
            return;
        m_table.dropped(number);
        Q_EMIT changed();
    });
}

// One that expired takes the others with it only if it does so again and again.
void PartFlow::partLost(int number)
{
    if (++m_losses[number] > lossesForgiven) {
        Q_EMIT gaveUp({FailureKind::SessionLost,
                       tr("The destination lost part %1 of this upload again and again: it may remove "
                          "unfinished uploads too soon. Ask its administrator, then retry.")
                           .arg(number),
                       {},
                       0});
        return;
    }
    m_unsure.remove(number);
    m_expiries.remove(number);
    m_upload.noteSetBack(
        tr("The destination does not know a part of this unfinished upload any more: it is sent again."),
        true);
    Q_EMIT partFailed(number,
                      {FailureKind::SessionLost, tr("The destination does not know it any more."), {}, 0});
    m_table.storedPrefix(number, 0);
    m_table.beginRead(number);
    Session &session = *m_upload.record.session;
    session = m_endpoint.backend().withPart(session, number, {});
    putSession(number);
}

void PartFlow::surveyPart(int number)
{
    m_table.beginRead(number);
    m_endpoint.call(Step::SurveyPart, partContext(number), this,
                    [this, number](const Expected<Outcome> &outcome) {
                        if (m_closed)
                            return;
                        if (!outcome) {
                            partTroubled(number, outcome.error());
                        } else if (const auto *grown = std::get_if<PartGrown>(&*outcome)) {
                            m_unsure.remove(number);
                            grew(number, *grown);
                        } else if (std::holds_alternative<PartOpened>(*outcome)) {
                            partLost(number);
                        } else {
                            m_table.dropped(number);
                            Q_EMIT sessionLost();
                        }
                    });
}

void PartFlow::adoptBeginning(qint64 bytes)
{
    if (bytes == 0 && m_table.plan().fileSize > 0) { // it may have more than it says: to be asked
        m_unsure.insert(1);
        return;
    }
    m_table.beginRead(1);
    grew(1, {bytes, 0});
}

// A refusal of its length may be lost with the connection, and a proxy in front may pass on nothing before it
// has all: what fails without a word, and leaves nothing behind, is tried in smaller pieces.
void PartFlow::shortenBodies(qint64 failed)
{
    m_bodyCap = std::max(smallestCap, std::min(failed, m_bodyCap.value_or(largestCap)) / 4);
}

void PartFlow::grew(int number, const PartGrown &grown)
{
    const ByteRange part = m_table.plan().rangeOf(number);
    const qint64 before = part.length - m_table.missingOf(number).length;
    if (grown.bytes >= part.length) {
        m_failures.remove(number);
        store(number, {});
        return;
    }
    learnExpiry(number, grown.expiresMs);
    if (grown.bytes < before)
        m_upload.noteSetBack(tr("The destination lost what it had taken at last: that is sent again."));
    if (grown.bytes > before)
        m_failures.remove(number);
    m_table.storedPrefix(number, grown.bytes);
    Q_EMIT changed();
}

// All that is known of parts that were open before is when the first of them expires.
void PartFlow::recallExpiry()
{
    const std::optional<Session> &session = m_upload.record.session;
    if (!m_endpoint.traits().partsGrow || !session || session->expiresMs == 0)
        return;
    for (int number = 1; number <= m_table.plan().partsTotal; ++number)
        if (m_endpoint.backend().isPartOpen(*session, number))
            m_expiries.insert(number, session->expiresMs);
}

void PartFlow::learnExpiry(int number, qint64 expiresMs)
{
    if (expiresMs == 0)
        return;
    m_expiries.insert(number, expiresMs);
    keepExpiry();
}

// The upload is whole for as long as the first of its parts is kept. What is complete does not expire.
void PartFlow::keepExpiry()
{
    if (m_expiries.isEmpty())
        return;
    qint64 earliest = 0;
    for (auto expiry = m_expiries.cbegin(); expiry != m_expiries.cend(); ++expiry)
        if (m_table.stateOf(expiry.key()) != PartState::Stored)
            earliest = earlierExpiry(earliest, expiry.value());
    if (std::exchange(m_upload.record.session->expiresMs, earliest) != earliest)
        m_engine.writer->write({PutUpload{m_upload.record}});
}

} // namespace gantry
