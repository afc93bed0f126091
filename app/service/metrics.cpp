#include "app/service/metrics.h"

namespace gantry {
namespace {

void add(QByteArray &text, const char *name, const char *kind, const char *help, qint64 value)
{
    text += "# HELP " + QByteArray(name) + ' ' + help + "\n# TYPE " + name + ' ' + kind + '\n' + name + ' ' +
            QByteArray::number(value) + '\n';
}

} // namespace

void Metrics::countAnswer(int status)
{
    const auto statusClass = static_cast<size_t>(status / 100);
    if (statusClass < answersByClass.size())
        ++answersByClass[statusClass];
}

QByteArray Metrics::text(qint64 unfinishedUploads) const
{
    QByteArray text;
    add(text, "gantry_uploads_unfinished", "gauge", "Uploads that are neither completed nor deleted.",
        unfinishedUploads);
    add(text, "gantry_uploads_initiated_total", "counter", "Uploads begun.", uploadsInitiated);
    add(text, "gantry_uploads_completed_total", "counter", "Uploads completed.", uploadsCompleted);
    add(text, "gantry_uploads_deleted_total", "counter", "Uploads deleted by their users.", uploadsDeleted);
    add(text, "gantry_uploads_expired_total", "counter", "Abandoned uploads removed.", uploadsExpired);
    add(text, "gantry_parts_stored_total", "counter", "Parts stored and acknowledged.", partsStored);
    add(text, "gantry_part_bytes_stored_total", "counter", "Bytes of parts stored and acknowledged.",
        partBytesStored);
    add(text, "gantry_parts_refused_total", "counter", "Part requests that stored nothing.", partsRefused);
    add(text, "gantry_connections_open", "gauge", "Connections now open.", connectionsOpen);
    add(text, "gantry_connections_refused_total", "counter", "Connections turned away at a limit.",
        connectionsRefused);
    text += "# HELP gantry_http_answers_total Answers by class of status.\n# TYPE gantry_http_answers_total "
            "counter\n";
    for (size_t i = 2; i < answersByClass.size(); ++i)
        text += "gantry_http_answers_total{class=\"" + QByteArray::number(static_cast<qint64>(i)) + "xx\"} " +
                QByteArray::number(answersByClass[i].load()) + '\n';
    return text;
}

} // namespace gantry
