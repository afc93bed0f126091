// Ctrl-C, SIGTERM and a closed terminal as a Qt signal; and the promise that the program ends within two
// seconds.
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace gantry {

// One for each process. From its making on, the first signal emits stopAsked() and winds a clock: after 1.9 s
// the process ends with exit status 3, whatever it is doing. A second signal ends it at once, so too with 3.
// A signal that was ignored when the program began (nohup) stays so.
class StopSignals : public QObject
{
    Q_OBJECT

public:
    static constexpr int exitStatus = 3; // of a process that had to be stopped so

    explicit StopSignals(QObject *parent = nullptr);
    ~StopSignals() override;

Q_SIGNALS:
    void stopAsked();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace gantry
