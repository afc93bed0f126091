// Parts whose beginning stays with the server: how much of each it has is asked before the rest is sent.
#include "engine/scheduling/engine_context.h"
#include "engine/scheduling/part_flow.h"
#include "engine/scheduling/upload_entry.h"

namespace gantry {

void PartFlow::markUnsure(int number)
{
    if (m_endpoint.traits().partsGrow)
        m_unsure.insert(number);
}

// Whether the part may be sent now. If not, what is missing for that is under way.
bool PartFlow::isSoundOut(int number)
{
    if (!m_endpoint.backend().isPartOpen(*m_upload.record.session, number)) {
        if (!m_openingPart) // each adds to the same session: one after the other
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
    m_openingPart = true;
    m_table.beginRead(number);
    m_endpoint.call(
        Step::OpenPart, partContext(number), this, [this, number](const Expected<Outcome> &outcome) {
            m_openingPart = false;
            if (m_closed)
                return;
            if (!outcome) {
                m_table.dropped(number);
                Q_EMIT troubled(Step::OpenPart, outcome.error());
                return;
            }
            const auto *opened = std::get_if<PartOpened>(&*outcome);
            if (!opened) {
                partTroubled(number,
                             {FailureKind::ProtocolViolation,
                              tr("The destination's answer to the beginning of a part makes no sense."),
                              {},
                              0});
                return;
            }
            // Known for good before its first byte: else nobody could find it again.
            m_upload.record.session = opened->session;
            m_engine.writer->write({PutUpload{m_upload.record}}, this, [this, number] {
                if (m_closed)
                    return;
                m_table.dropped(number);
                Q_EMIT changed();
            });
        });
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
                        } else {
                            m_table.dropped(number);
                            Q_EMIT sessionLost();
                        }
                    });
}

void PartFlow::grew(int number, const PartGrown &grown)
{
    const ByteRange part = m_table.plan().rangeOf(number);
    const qint64 before = part.length - m_table.missingOf(number).length;
    learnExpiry(grown.expiresMs);
    if (grown.bytes >= part.length) {
        m_failures.remove(number);
        store(number, {});
        return;
    }
    if (grown.bytes < before)
        m_upload.noteSetBack(tr("The destination lost what it had taken at last: that is sent again."));
    if (grown.bytes > before)
        m_failures.remove(number);
    m_table.storedPrefix(number, grown.bytes);
    Q_EMIT changed();
}

void PartFlow::learnExpiry(qint64 expiresMs)
{
    if (expiresMs > 0)
        m_upload.record.session->expiresMs = expiresMs;
}

} // namespace gantry
