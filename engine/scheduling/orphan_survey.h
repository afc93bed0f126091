// Lists a destination's unfinished sessions, and asks for each how much of it is stored.
#pragma once

#include "engine/core/orphan_types.h"
#include "engine/scheduling/endpoint.h"

#include <QObject>

#include <functional>

namespace gantry {

// Deletes itself once it has told.
class OrphanSurvey : public QObject
{
    Q_OBJECT

public:
    using Told = std::function<void(const Expected<QList<Orphan>> &)>;
    // Sessions that are not asked about and not told: an upload's here.
    using IsClaimed = std::function<bool(const Session &)>;

    OrphanSurvey(Endpoint &endpoint, IsClaimed isClaimed, Told told, QObject *parent);

    void run();

private:
    void list(const QString &page);
    void measureNext();
    void measure(qsizetype index, const QString &page);
    void end(const Expected<QList<Orphan>> &result);

    Endpoint &m_endpoint;
    IsClaimed m_isClaimed;
    Told m_told;
    QList<Orphan> m_found;
    int m_pages = 0;
    qsizetype m_next = 0; // to be measured
    int m_underWay = 0;
};

} // namespace gantry
