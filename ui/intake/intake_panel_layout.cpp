// What the bar consists of, and where it stands.
#include "ui/intake/intake_panel.h"
#include "ui/intake/problem_list.h"
#include "ui/look/glyph_mark.h"
#include "ui/look/icons.h"
#include "ui/look/leading.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

namespace gantry {
namespace {

QLabel *label(QWidget *parent)
{
    auto *made = new QLabel(parent);
    made->setTextFormat(Qt::PlainText);
    return made;
}

} // namespace

void IntakePanel::build()
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    const int space = fontMetrics().averageCharWidth();
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(2 * space, space, space, space);
    lines->setSpacing(space);

    auto *first = new QHBoxLayout;
    first->setSpacing(space);
    m_sign = new GlyphMark(this);
    first->addWidget(m_sign, 0, Qt::AlignVCenter);
    m_text = label(this);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    first->addWidget(m_text, 1);
    m_showsProblems = new QPushButton(this);
    first->addWidget(m_showsProblems);
    m_copy = new QPushButton(tr("Copy &list"), this);
    first->addWidget(m_copy);
    m_progress = new QProgressBar(this);
    m_progress->setMaximumWidth(24 * space);
    m_progress->setAccessibleName(tr("Files added"));
    first->addWidget(m_progress);
    m_stop = new QPushButton(tr("&Stop"), this);
    first->addWidget(m_stop);
    m_close = new QToolButton(this);
    m_close->setAutoRaise(true);
    m_close->setIcon(icon(Glyph::Close));
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close this notice"));
    first->addWidget(m_close);
    lines->addLayout(first);

    m_problems = new ProblemList(this);
    lines->addWidget(m_problems);

    m_prefixLine = new QWidget(this);
    auto *prefixRows = new QVBoxLayout(m_prefixLine);
    prefixRows->setContentsMargins(0, 0, 0, 0);
    prefixRows->setSpacing(space / 2);
    auto *prefixRow = new QHBoxLayout;
    prefixRow->setSpacing(space);
    m_prefix = new QLineEdit(m_prefixLine);
    m_prefix->setPlaceholderText(tr("for example: project/day 1"));
    auto *prefixLabel = label(m_prefixLine);
    prefixLabel->setText(tr("&Folder at the destination:"));
    prefixLabel->setBuddy(m_prefix);
    prefixRow->addWidget(prefixLabel);
    prefixRow->addWidget(m_prefix, 1);
    prefixRows->addLayout(prefixRow);
    m_prefixFault = label(m_prefixLine);
    m_prefixFault->setWordWrap(true);
    prefixRows->addWidget(m_prefixFault);

    m_choices = new QWidget(this);
    auto *choices = new QHBoxLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(space);
    m_target = new QWidget(m_choices);
    auto *target = new QHBoxLayout(m_target);
    target->setContentsMargins(0, 0, 0, 0);
    target->setSpacing(space);
    m_destination = new QComboBox(m_target);
    m_destination->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_destination->setMaximumWidth(40 * space);
    auto *targetLabel = label(m_target);
    targetLabel->setText(tr("Upload &to:"));
    targetLabel->setBuddy(m_destination);
    target->addWidget(targetLabel);
    target->addWidget(m_destination);
    choices->addWidget(m_target);
    m_options = new QToolButton(m_choices);
    m_options->setAutoRaise(true);
    m_options->setCheckable(true);
    m_options->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_options->setText(tr("&Options"));
    choices->addWidget(m_options);
    choices->addStretch(1);
    m_upload = new QPushButton(m_choices);
    m_upload->setDefault(true);
    choices->addWidget(m_upload);

    lines->addWidget(m_prefixLine);
    auto *last = new QHBoxLayout;
    last->setSpacing(space);
    last->addWidget(m_choices, 1);
    m_cancel = new QPushButton(this);
    last->addWidget(m_cancel);
    lines->addLayout(last);
}

void IntakePanel::say(const QString &text, bool isWarning)
{
    m_text->setAlignment(leadingIn(*this));
    m_text->setText(text);
    if (isWarning)
        m_sign->setGlyph(Glyph::Warning, UploadMood::NeedsYou);
    else
        m_sign->setGlyph(Glyph::Info);
}

} // namespace gantry
