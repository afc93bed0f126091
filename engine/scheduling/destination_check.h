// Proves that a destination works: reachable, clock, credentials, rights; and leaves nothing behind.
#pragma once

#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/engine.h"

#include <QObject>

#include <functional>

namespace gantry {

// Deletes itself once it has told.
class DestinationCheck : public QObject
{
    Q_OBJECT

public:
    using Told = std::function<void(const QList<CheckLine> &)>;

    DestinationCheck(Endpoint &endpoint, const Clock &clock, Told told, QObject *parent);

    void run();

private:
    void reached(const Expected<void> &result);
    void checkCredentials(const Expected<void> &result);
    void addReached();
    void refused(const Failure &failure);
    void checkCreate();
    void checkList();
    void checkAbort();
    void add(const char *name, CheckLine::Result result, const QString &message);
    void skip(std::initializer_list<const char *> names, const QString &why);
    void end();

    Endpoint &m_endpoint;
    const Clock &m_clock;
    Told m_told;
    StepContext m_context;
    QList<CheckLine> m_lines;
};

} // namespace gantry
