// A hint from the system that the network came or went. A hint, never a gate: only the destination itself
// proves that it can be reached.
#pragma once

#include <QObject>

namespace gantry {

// To be made in the thread of the application object. Says nothing where the system offers nothing.
class Connectivity : public QObject
{
    Q_OBJECT

public:
    explicit Connectivity(QObject *parent = nullptr);

Q_SIGNALS:
    void changed(bool online);
};

} // namespace gantry
