#include "ui/notice_bar.h"

#include "ui/look/glyph_mark.h"
#include "ui/look/icons.h"
#include "ui/look/leading.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

#include <chrono>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto passingTime = 8s; // to read two lines without hurry

} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QWidget(parent)
    , m_frames(new QVBoxLayout(this))
{
    m_frames->setContentsMargins(0, 0, 0, 0);
    m_frames->setSpacing(0);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

QFrame *NoticeBar::frameOf(const QString &topic) const
{
    return findChild<QFrame *>(topic, Qt::FindDirectChildrenOnly);
}

bool NoticeBar::isShowing(const QString &topic) const
{
    return frameOf(topic) != nullptr;
}

void NoticeBar::show(const Notice &notice)
{
    withdraw(notice.topic);
    auto *frame = new QFrame(this);
    frame->setObjectName(notice.topic);
    frame->setFrameShape(QFrame::StyledPanel);
    frame->setAutoFillBackground(true);
    frame->setBackgroundRole(QPalette::AlternateBase);
    frame->setForegroundRole(QPalette::Text);
    auto *line = new QHBoxLayout(frame);
    const int space = fontMetrics().averageCharWidth();
    line->setContentsMargins(2 * space, space, space, space);
    line->setSpacing(space);

    auto *sign = new GlyphMark(frame);
    if (notice.tone == Notice::Tone::Warning)
        sign->setGlyph(Glyph::Warning, UploadMood::NeedsYou);
    else
        sign->setGlyph(Glyph::Info);
    line->addWidget(sign, 0, Qt::AlignVCenter);

    auto *text = new QLabel(notice.text, frame);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setAlignment(leadingIn(*this));
    text->setForegroundRole(QPalette::Text);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    line->addWidget(text, 1);

    const QString topic = notice.topic;
    for (const NoticeAnswer &answer : notice.answers) {
        auto *button = new QPushButton(answer.text, frame);
        connect(button, &QPushButton::clicked, this, [this, topic, then = answer.then] {
            withdraw(topic);
            if (then)
                then();
        });
        line->addWidget(button);
    }
    auto *close = new QToolButton(frame);
    close->setAutoRaise(true);
    close->setIcon(icon(Glyph::Close));
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close this notice"));
    connect(close, &QToolButton::clicked, this, [this, topic] { withdraw(topic); });
    line->addWidget(close);
    m_frames->addWidget(frame);

    if (!notice.stays)
        QTimer::singleShot(passingTime, frame, [this, topic] { withdraw(topic); });
    // So that a screen reader says it, wherever the focus is.
    frame->setAccessibleName(notice.text);
    QAccessibleEvent event(frame, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void NoticeBar::withdraw(const QString &topic)
{
    if (QFrame *frame = frameOf(topic)) {
        // Out of reach at once, deleted later: the click that withdraws it may come from one of its buttons.
        frame->setObjectName(QString());
        frame->hide();
        frame->deleteLater();
    }
}

} // namespace gantry
