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
    using Left = std::function<void(const Session &)>; // what it began and could not end

    DestinationCheck(Endpoint &endpoint, const Clock &clock, Told told, Left left, QObject *parent);
    ~DestinationCheck() override;

    void run();

private:
    void reached(const Expected<void> &result);
    void checkCredentials(const Expected<void> &result);
    void find();
    void findInVain();
    void addReached();
    void acceptCredentials();
    void refused(const Failure &failure);
    void checkCreate();
    void notBegun(const Failure &failure);
    void checkList();
    void checkAbort();
    void leave();
    static QString endedLater();
    QString refusal(Step step, const Failure &failure) const;
    void add(const char *name, CheckLine::Result result, const QString &message);
    void skip(std::initializer_list<const char *> names, const QString &why);
    void end();

    Endpoint &m_endpoint;
    const Clock &m_clock;
    Told m_told;
    Left m_left;
    StepContext m_context;
    bool m_accepted = false; // the credentials
    QList<CheckLine> m_lines;
};

} // namespace gantry
