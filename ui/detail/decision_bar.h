// What an upload asks before it goes on, with the answers as buttons. In the way of nothing.
#pragma once

#include "engine/scheduling/engine.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace gantry {

class GlyphMark;

class DecisionBar : public QFrame
{
    Q_OBJECT

public:
    explicit DecisionBar(QWidget *parent = nullptr);

    // What happened. The buttons can be used (again).
    void ask(const QString &text);

Q_SIGNALS:
    void answered(gantry::Decision decision);

private:
    void answer(Decision decision);
    void setAnswerable(bool can);

    GlyphMark *m_sign;
    QLabel *m_text;
    QPushButton *m_startOver;
    QPushButton *m_skip;
    QTimer m_askAgain; // nothing came of the answer
};

} // namespace gantry
