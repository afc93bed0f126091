// A question in the place where it comes up, with its answers as buttons. Stops nothing.
#pragma once

#include <QFrame>
#include <QList>
#include <QPointer>
#include <QString>

#include <functional>

class QHBoxLayout;
class QLabel;

namespace gantry {

struct Answer
{
    QString text;
    std::function<void()> then; // may be empty: it only goes away
};

class QuestionBar : public QFrame
{
    Q_OBJECT

public:
    explicit QuestionBar(QWidget *parent = nullptr);

    // Takes the place of the one before. The focus goes to the last answer, the one that loses nothing, which
    // Escape gives too; afterwards it goes back to where it was.
    void ask(const QString &question, const QList<Answer> &answers);
    void withdraw();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void answered(const std::function<void()> &then);

    QLabel *m_question;
    QHBoxLayout *m_buttons;
    QList<QWidget *> m_shown;
    std::function<void()> m_last;
    QPointer<QWidget> m_focusBefore;
};

} // namespace gantry
