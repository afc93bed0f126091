#include "ui/destinations/empty_state.h"

#include "ui/look/icons.h"
#include "ui/settings/note_line.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace gantry {
namespace {

// The program's sign, as large as a few lines of text.
class LargeGlyph : public QWidget
{
public:
    explicit LargeGlyph(Glyph glyph)
        : m_glyph(glyph)
    {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override { return QSize(4, 4) * fontMetrics().height(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintGlyph(&painter, rect(), m_glyph, palette().color(QPalette::Highlight));
    }

private:
    Glyph m_glyph;
};

} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_tryLocal(new QPushButton)
    , m_trouble(new NoteLine)
{
    // On the same ground as the queue that takes its place.
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    const int line = fontMetrics().height();

    QLabel *title = plainLabel(tr("Where should your files go?"));
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    title->setFont(font);
    QLabel *sentence = plainLabel(tr("Gantry sends large files to a destination, carries on after every "
                                     "interruption, and proves that they arrived."));
    QLabel *local = hintLabel(tr(
        "The local service is a small upload service on this computer. It keeps what you send in the folder "
        "“Gantry uploads” of your home folder, so you can try everything without a server."));
    for (QLabel *label : {title, sentence, local})
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);

    auto *add = new QPushButton(icon(Glyph::Destination), tr("&Add a destination…"));
    add->setAutoDefault(false);
    add->setDefault(true);
    m_tryLocal->setIcon(icon(Glyph::Service));
    setLocalServiceStarting(false);
    connect(add, &QPushButton::clicked, this, &EmptyState::addDestinationWanted);
    connect(m_tryLocal, &QPushButton::clicked, this, &EmptyState::localServiceWanted);

    // One above the other: side by side they would decide how narrow the window can be.
    auto *ways = new QVBoxLayout;
    ways->setSpacing(line / 2);
    ways->addWidget(add);
    ways->addWidget(m_tryLocal);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addLayout(ways);
    buttons->addStretch();

    auto *column = new QVBoxLayout;
    column->setSpacing(line / 2);
    column->addStretch(2);
    column->addWidget(new LargeGlyph(Glyph::Destination), 0, Qt::AlignHCenter);
    column->addWidget(title);
    column->addWidget(sentence);
    column->addSpacing(line / 2);
    column->addLayout(buttons);
    column->addSpacing(line / 2);
    column->addWidget(m_trouble);
    column->addWidget(local);
    column->addStretch(3);

    // Lines of a length that reads well, in the middle.
    auto *middle = new QHBoxLayout(this);
    middle->setContentsMargins(line, line, line, line);
    middle->addStretch(1);
    middle->addLayout(column, 3);
    middle->addStretch(1);
}

void EmptyState::setLocalServiceStarting(bool starting)
{
    m_tryLocal->setEnabled(!starting);
    m_tryLocal->setText(starting ? tr("Starting the local service…") : tr("&Try it with a local service"));
    if (starting)
        m_trouble->clear();
}

void EmptyState::setTrouble(const QString &message)
{
    m_trouble->say(NoteLine::Tone::Problem, message);
}

} // namespace gantry
