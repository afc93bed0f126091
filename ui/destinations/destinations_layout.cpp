// How the dialog of the destinations is put together.
#include "ui/destinations/check_list.h"
#include "ui/destinations/destination_form.h"
#include "ui/destinations/destinations_dialog.h"
#include "ui/destinations/question_bar.h"
#include "ui/look/first_size.h"
#include "ui/settings/note_line.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

namespace gantry {
namespace {

QPushButton *button(const QString &text, Glyph glyph)
{
    auto *made = new QPushButton(icon(glyph), text);
    made->setAutoDefault(false);
    return made;
}

// The form, and below it what a test saw: as one thing to scroll.
QScrollArea *scrolled(QWidget *form, QWidget *checks)
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(form);
    column->addWidget(checks);
    column->addStretch();
    auto *area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus); // it follows the focus of its fields, and shows none of its own
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return area;
}

} // namespace

void DestinationsDialog::build()
{
    m_across = new QSplitter;
    m_across->setChildrenCollapsible(false);
    m_across->addWidget(buildList());
    m_pages = new QStackedWidget;
    m_pages->addWidget(buildNothing());
    m_pages->addWidget(buildEditor());
    m_across->addWidget(m_pages);
    m_across->setStretchFactor(1, 1);

    m_close = new QPushButton(tr("&Close"));
    m_close->setAutoDefault(false);
    auto *last = new QHBoxLayout;
    last->addStretch();
    last->addWidget(m_close);
    auto *whole = new QVBoxLayout(this);
    whole->addWidget(m_across, 1);
    whole->addLayout(last);
    const QFontMetrics metrics = fontMetrics();
    m_across->setSizes({30 * metrics.averageCharWidth(), 84 * metrics.averageCharWidth()});
    resizeWithinScreen(this, {116 * metrics.averageCharWidth(), 46 * metrics.height()});
}

QWidget *DestinationsDialog::buildList()
{
    m_list = new QListWidget;
    m_list->setAccessibleName(tr("Destinations"));
    const int iconSide = fontMetrics().height() * 3 / 2;
    m_list->setIconSize({iconSide, iconSide});
    m_list->setSpacing(fontMetrics().height() / 8);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumWidth(20 * fontMetrics().averageCharWidth());
    m_add = button(tr("&Add"), Glyph::AddFiles);
    m_duplicate = button(tr("D&uplicate"), Glyph::Copy);
    m_remove = button(tr("Re&move"), Glyph::Remove);

    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list, 1);
    for (QPushButton *each : {m_add, m_duplicate, m_remove})
        column->addWidget(each);
    return side;
}

QWidget *DestinationsDialog::buildNothing()
{
    m_nothing = new QWidget;
    QLabel *words = plainLabel(tr("A destination is a place to upload to. There is none yet."));
    words->setAlignment(Qt::AlignHCenter);
    m_addFirst = button(tr("Add a &destination"), Glyph::AddFiles);
    auto *column = new QVBoxLayout(m_nothing);
    column->addStretch(2);
    column->addWidget(words);
    column->addWidget(m_addFirst, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return m_nothing;
}

QWidget *DestinationsDialog::buildEditor()
{
    const int line = fontMetrics().height();
    m_title = plainLabel();
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    m_title->setFont(font);
    m_question = new QuestionBar;
    m_form = new DestinationForm(m_kinds);
    m_checks = new CheckList;
    m_scroll = scrolled(m_form, m_checks);
    m_checks->setContentsMargins(line, 0, line, line);
    m_message = new NoteLine;
    m_test = button(tr("&Test connection"), Glyph::Test);
    m_unfinished = button(tr("&Unfinished uploads…"), Glyph::Details);
    m_save = new QPushButton(tr("&Save"));
    m_save->setAutoDefault(false); // it is what the editor is for, wherever the focus is
    m_save->setDefault(true);

    auto *title = new QHBoxLayout;
    title->setContentsMargins(line, 0, 0, 0);
    title->addWidget(m_title, 1);
    title->addWidget(m_unfinished, 0, Qt::AlignTop);
    m_unfinished->hide(); // until there is a store that can list them
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addStretch();
    buttons->addWidget(m_save);
    auto *end = new QVBoxLayout;
    end->setContentsMargins(line, 0, 0, 0); // it ends where the button below does
    end->addWidget(m_message);
    end->addLayout(buttons);
    m_editor = new QWidget;
    auto *column = new QVBoxLayout(m_editor);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(title);
    column->addWidget(m_question);
    column->addWidget(m_scroll, 1);
    column->addLayout(end);
    return m_editor;
}

} // namespace gantry
