#include "ui/detail/decision_bar.h"

#include "ui/look/glyph_mark.h"
#include "ui/look/leading.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <chrono>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto answerTime = 3s; // after which an answer has been of no effect

} // namespace

DecisionBar::DecisionBar(QWidget *parent)
    : QFrame(parent)
    , m_sign(new GlyphMark(this))
    , m_text(new QLabel(this))
    , m_startOver(new QPushButton(tr("Start &over"), this))
    , m_skip(new QPushButton(tr("S&kip"), this))
{
    setFrameShape(StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    setAccessibleName(tr("This upload asks something"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setForegroundRole(QPalette::Text);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_startOver->setToolTip(tr("Send the file as it is now, from its beginning"));
    m_skip->setToolTip(tr("Leave this file: the upload is cancelled"));
    auto *line = new QHBoxLayout(this);
    const int space = fontMetrics().averageCharWidth();
    line->setContentsMargins(space, space / 2, space, space / 2);
    line->setSpacing(space);
    line->addWidget(m_sign);
    line->addWidget(m_text, 1);
    line->addWidget(m_startOver);
    line->addWidget(m_skip);
    // A low pane squeezes what is below, never the answers.
    setMinimumHeight(m_startOver->sizeHint().height() + 2 * (space / 2));
    m_askAgain.setSingleShot(true);
    m_askAgain.setInterval(answerTime);
    connect(&m_askAgain, &QTimer::timeout, this, [this] { setAnswerable(true); });
    connect(m_startOver, &QPushButton::clicked, this, [this] { answer(Decision::StartOver); });
    connect(m_skip, &QPushButton::clicked, this, [this] { answer(Decision::Skip); });
    m_sign->setGlyph(Glyph::NeedsYou, UploadMood::NeedsYou);
}

void DecisionBar::ask(const QString &text)
{
    m_text->setAlignment(leadingIn(*this));
    m_text->setText(text);
    setAnswerable(true);
}

void DecisionBar::answer(Decision decision)
{
    setAnswerable(false);
    m_askAgain.start();
    Q_EMIT answered(decision);
}

void DecisionBar::setAnswerable(bool can)
{
    m_askAgain.stop();
    m_startOver->setEnabled(can);
    m_skip->setEnabled(can);
}

} // namespace gantry
