// What the window has to say, above the queue: a line with its answers as buttons. Never in the way of
// anything.
#pragma once

#include <QFrame>
#include <QList>
#include <QString>

#include <functional>

class QBoxLayout;

namespace gantry {

struct NoticeAnswer
{
    QString text;
    std::function<void()> then; // may be empty: it only goes away
};

struct Notice
{
    enum class Tone { Info, Warning };

    QString topic; // one notice each: a newer one takes its place
    Tone tone = Tone::Info;
    QString text;
    QList<NoticeAnswer> answers;
    bool stays = true; // false: goes by itself after a while
};

class NoticeBar : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void show(const Notice &notice);
    void withdraw(const QString &topic);
    bool isShowing(const QString &topic) const;

private:
    QFrame *frameOf(const QString &topic) const;

    QBoxLayout *m_frames;
};

} // namespace gantry
